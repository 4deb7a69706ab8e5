import { packTarball, type Tarball } from '../../dev/lab/tarball';

/** The environment variable in which `run.ts` tells the tests where the packed tarball is. */
export const TARBALL_ENV = 'CAPITOLE_E2E_TARBALL';

let packing: Promise<Tarball> | undefined;

/** The tarball that `run.ts` packed, or one of our own when jest was started without it. */
export async function tarball(): Promise<Pick<Tarball, 'file'>> {
	const file = process.env[TARBALL_ENV];
	return file === undefined ? await (packing ??= packTarball()) : { file };
}
