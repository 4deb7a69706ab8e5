import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';

import { sharedN8n } from './sharedN8n';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// By default SIGTERM ends jest without `exit`, so nothing it has started would be stopped.
process.once('SIGTERM', () => process.exit(143));

/**
 * Gives tests the real `process` instead of jest's copy, which receives no signals and no `exit`: the lab and
 * playwright rely on them to stop what they started. Also provides the n8n version and the shared n8n.
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
	/** Removes the signal listeners that a test file has left. */
	override async teardown(): Promise<void> {
		for (const [signal, before] of this.listening) {
			for (const listener of process.listeners(signal)) {
				if (!before.includes(listener)) process.off(signal, listener);
			}
		}
		await super.teardown();
	}
}
