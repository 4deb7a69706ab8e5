import { packTarball, type Tarball } from '../../dev/lab/tarball';

/** The environment variable with the path of the packed tarball, set by `run.ts`. */
export const TARBALL_ENV = 'CAPITOLE_E2E_TARBALL';

let packing: Promise<Tarball> | undefined;

/** The tarball packed by `run.ts`, or a new one if jest was started without it. */
export async function tarball(): Promise<Pick<Tarball, 'file'>> {
	const file = process.env[TARBALL_ENV];
	return file === undefined ? await (packing ??= packTarball()) : { file };
}
