/** What is known of a published file without having it. */
interface KnownFile {
  /** How its SHA-256 begins: torch.hub checks eight digits, which stand in the file's name. */
  readonly sha256Start: string;
}

const knownFiles: readonly KnownFile[] = [
  // torchvision's alexnet-owt-7be5be79.pth
  { sha256Start: '7be5be79' },
  // lpips 0.1.4, weights/v0.1/alex.pth
  { sha256Start: 'df73285e35b22355a2df87cdb6b70b343713b667eddbda73e1977e0c860835c0' }
];

export function isKnownFile(sha256: string): boolean {
  return knownFiles.some(({ sha256Start }) => sha256.startsWith(sha256Start));
}
