import { installTarball, INSTALLATION } from './tarball';

/** Once, before all tests of this folder. */
export default function setup(): void {
	process.env[INSTALLATION] = installTarball();
}
