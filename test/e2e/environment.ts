import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';

// By itself SIGTERM ends jest without `exit`, and so without the end of what it has started.
process.once('SIGTERM', () => process.exit(143));

/**
 * Gives the tests the real `process` in place of jest's copy, on which signals and `exit` are never
 * heard: the lab and playwright end what they started by them. And tells which n8n to run.
 */
export default class RealProcess extends TestEnvironment {
	constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
		super(config, context);
		this.global.process = process;
		this.global.n8nVersion = config.projectConfig.testEnvironmentOptions.n8nVersion;
	}
}
