import type { Config } from 'jest';

import type { N8nVersion } from '../../dev/lab/installation';
import { migrated } from './migrated';

/** The workers have as long to end what they have started, see `environment.ts`. */
const LAST_MS = 500;

/** Before the files of a project, which then run two at a time and all copy this. */
export default async function setup(_: unknown, project: Config): Promise<void> {
	process.once('SIGTERM', () => setTimeout(() => process.exit(143), LAST_MS));
	await migrated(project.testEnvironmentOptions?.n8nVersion as N8nVersion);
}
