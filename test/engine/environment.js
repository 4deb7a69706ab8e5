const { createRequire } = require('node:module');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

// n8n would log the failures that tests cause on purpose.
process.env.N8N_LOG_LEVEL = 'silent';

/** Stands for jest's own realm, which node:vm has no context for. */
const HERE = {};
const { compileFunction } = vm;
vm.compileFunction = (code, names, { parsingContext, ...options }) =>
	compileFunction(code, names, parsingContext === HERE ? options : { ...options, parsingContext });

// n8n-core 1 keeps an interval for SSH tunnels, which would keep a worker alive.
const { setInterval } = globalThis;
globalThis.setInterval = (...given) => setInterval(...given).unref();

/** An n8n-core with its own n8n-workflow. */
const load = (core) => ({
	core: require(core),
	workflow: createRequire(require.resolve(core))('n8n-workflow'),
});

/**
 * Runs tests in jest's own realm. Each worker, not each test file, then loads n8n's engine, which takes a second
 * or two; and an `Error` is an `Error` everywhere, as in n8n.
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

	/** Removes everything that jest and the tests added. */
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
