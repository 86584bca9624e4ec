import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** CPU seconds, and PSNR and SSIM where pairs were scored. */
interface Answer {
  readonly seconds: number;
  readonly values: readonly (readonly [psnr: number, ssim: number])[] | null;
}

const script = fileURLToPath(new URL('official.py', import.meta.url));

/** The Python side in a process of its own; one question at a time. */
export class OfficialWay {
  readonly versions: string;
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(process: ChildProcess, answers: AsyncIterator<string>, versions: string) {
    this.#process = process;
    this.#answers = answers;
    this.versions = versions;
  }

  /** Null where `PYTHON` (or python3) has no Pillow, NumPy and scikit-image. */
  static async start(): Promise<OfficialWay | null> {
    const python = process.env['PYTHON'] ?? 'python3';
    if (spawnSync(python, ['-c', 'import PIL, numpy, skimage.metrics']).status !== 0) return null;
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await answers.next();
    const { versions } = JSON.parse(first.value as string) as { versions: string };
    return new OfficialWay(child, answers, versions);
  }

  async ask(question: Readonly<Record<string, unknown>>): Promise<Answer> {
    this.#process.stdin!.write(`${JSON.stringify(question)}\n`);
    const { value } = await this.#answers.next();
    return JSON.parse(value as string) as Answer;
  }

  end(): void {
    this.#process.stdin!.end();
  }
}
