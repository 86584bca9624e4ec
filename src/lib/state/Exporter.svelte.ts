import { describeError } from '../core/describeError';
import { toFileName, type ExportKind } from '../report/exportFile';

/** Makes the files of an export and offers them for download. */
export class Exporter {
  /** Why the last export could not be made; empty when it could. */
  failure = $state('');

  /** @param system named in the ZIP where the files are several */
  async save<Input>({ id, make }: ExportKind<Input>, input: Input, system: string): Promise<void> {
    try {
      const [{ packForDownload }, { saveFile }, files] = await Promise.all([
        import('../report/pack'),
        import('../report/saveFile'),
        make(input)
      ]);
      saveFile(await packForDownload(files, `${toFileName(system)}_${id}.zip`));
      this.failure = '';
    } catch (error) {
      this.failure = describeError(error);
    }
  }
}
