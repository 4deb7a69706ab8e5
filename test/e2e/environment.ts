import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';

import { sharedN8n } from './sharedN8n';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// By itself SIGTERM ends jest without `exit`, and so without the end of what it has started.
process.once('SIGTERM', () => process.exit(143));

/**
 * Gives the tests the real `process` in place of jest's copy, on which signals and `exit` are never
 * heard: the lab and playwright end what they started by them. Tells which n8n to run, and keeps one
 * between the files.
 */
export default class RealProcess extends TestEnvironment {
	private readonly listening = SIGNALS.map(
		(signal) => [signal, process.listeners(signal)] as const,
	);

	constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
		super(config, context);
		this.global.process = process;
		this.global.n8nVersion = config.projectConfig.testEnvironmentOptions.n8nVersion;
		this.global.sharedN8n = sharedN8n;
	}
	/** What a file of tests has left listening to signals goes with it. */
	override async teardown(): Promise<void> {
		for (const [signal, before] of this.listening) {
			for (const listener of process.listeners(signal)) {
				if (!before.includes(listener)) process.off(signal, listener);
			}
		}
		await super.teardown();
	}
}
