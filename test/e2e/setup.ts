import type { Config } from 'jest';

import type { N8nVersion } from '../../dev/lab/installation';
import { migrated } from './migrated';

/** Before the files of a project, which then run two at a time and all copy this. */
export default async function setup(_: unknown, project: Config): Promise<void> {
	await migrated(project.testEnvironmentOptions?.n8nVersion as N8nVersion);
}
