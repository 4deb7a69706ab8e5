const { createRequire } = require('node:module');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

// What a test brings about on purpose, n8n would log.
process.env.N8N_LOG_LEVEL = 'silent';

/** Stands for the realm of jest itself, which node:vm has no context for. */
const HERE = {};
const { compileFunction } = vm;
vm.compileFunction = (code, names, { parsingContext, ...options }) =>
	compileFunction(code, names, parsingContext === HERE ? options : { ...options, parsingContext });

// n8n-core 1 keeps an interval for SSH tunnels running, which would keep a worker from ending.
const { setInterval } = globalThis;
globalThis.setInterval = (...given) => setInterval(...given).unref();

/** n8n-core and the n8n-workflow that it is made for. */
const load = (core) => ({
	core: require(core),
	workflow: createRequire(require.resolve(core))('n8n-workflow'),
});

/**
 * Runs tests in the realm of jest itself. So n8n's engine, which takes a second or two to load, is loaded once by
 * each worker and not by each test file; and an `Error` is an `Error` everywhere, as in n8n.
 */
module.exports = class extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		globalThis.n8n = load(config.projectConfig.testEnvironmentOptions.core);
		this.before = [globalThis, process].map((of) => [of, Object.getOwnPropertyDescriptors(of)]);
		this.global = globalThis;
	}

	getVmContext() {
		return this.context && HERE;
	}

	/** Takes out again what jest and the tests have put in. */
	async teardown() {
		for (const [of, descriptors] of this.before) {
			for (const name of Reflect.ownKeys(of)) {
				if (name in descriptors) Reflect.defineProperty(of, name, descriptors[name]);
				else Reflect.deleteProperty(of, name);
			}
		}
		await super.teardown();
	}
};
