import { Readable } from 'node:stream';

import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { installedTypes } from './installedTypes';

const ACCOUNT = {
	username: 'demo',
	password: 'demo-password',
	sendUrl: 'http://provider.test/api/sendsms/xml',
	testUrl: 'http://provider.test/api/sendsms/xml_test',
	callbackSecret: '',
};

const ANSWER = Buffer.from('SENDING_OK;100');

/**
 * The part of n8n that Capitole SMS uses, at almost no cost: reads parameters from plain objects, and
 * accepts every request as soon as the credential has completed it.
 *
 * @param items parameters of each item; missing ones have the description's default
 * @param onSign called often while the node works
 */
export function stubContext(
	{ node, credential }: ReturnType<typeof installedTypes>,
	items: readonly IDataObject[],
	onSign: () => void,
): IExecuteFunctions {
	const defaults: IDataObject = {};
	for (const property of node.description.properties)
		defaults[property.name] ??= property.default as IDataObject[string];
	const operation = { resource: 'sms', operation: 'send' };
	const parameters = items.map((item) => ({ ...defaults, ...operation, ...item }));
	const input = items.map((json) => ({ json }));
	const self = {
		id: '1',
		name: 'Capitole SMS',
		type: 'n8n-nodes-capitole-mobile.capitoleSms',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { capitoleMobileApi: { id: '1', name: 'Account' } },
	};
	const memory: IDataObject = {};
	const silent = () => undefined;
	const context = {
		getInputData: () => input,
		getNode: () => self,
		getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) =>
			valueAt(parameters[itemIndex], name) ?? fallback,
		getCredentials: async () => await Promise.resolve({ ...ACCOUNT }),
		getTimezone: () => 'Europe/Paris',
		getWorkflow: () => ({ id: '1', name: 'Bench', active: false }),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getExecutionId: () => '1',
		getMode: () => 'trigger',
		getContext: () => memory,
		getExecutionCancelSignal: onSign,
		continueOnFail: () => false,
		addExecutionHints: silent,
		logger: { debug: silent, info: silent, warn: silent, error: silent },
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
				await credential.authenticate(ACCOUNT, options);
				onSign();
				return { statusCode: 200, headers: {}, body: Readable.from([ANSWER]) };
			},
		},
	};
	return context as unknown as IExecuteFunctions;
}

/** Resolves names such as `options.charset`. */
const valueAt = (parameters: unknown, name: string): unknown =>
	name.split('.').reduce((value, key) => (value as IDataObject | undefined)?.[key], parameters);
