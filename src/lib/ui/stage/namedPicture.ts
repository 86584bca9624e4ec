import type { Picture } from './paint';

/** A picture with the name of what it shows. */
export interface NamedPicture {
  readonly label: string;
  readonly picture: Picture;
}
