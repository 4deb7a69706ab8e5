import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IHttpRequestOptions,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/** The only class needed from n8n-core, in the version that runs the workflow. */
type Core = Pick<typeof import('n8n-core'), 'ExecutionLifecycleHooks'>;

export interface EngineOptions {
	readonly executionId: string;
	/** The data of a credential by its type. */
	readonly credentialOf: (type: string) => ICredentialDataDecryptedObject;
	readonly authenticate: (
		data: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions,
	) => Promise<IHttpRequestOptions>;
}

/** The data that n8n-core's engine expects from n8n, without an n8n. */
export function additionalDataFor(
	{ ExecutionLifecycleHooks }: Core,
	{ executionId, credentialOf, authenticate }: EngineOptions,
): IWorkflowExecuteAdditionalData {
	const workflowData = {
		id: 'workflow',
		name: 'Test',
		active: false,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [],
		connections: {},
	} as unknown as ConstructorParameters<typeof ExecutionLifecycleHooks>[2];
	const credentialsHelper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		preAuthentication: async () => await Promise.resolve(undefined),
		authenticate,
		getDecrypted: async (_, __, type) => await Promise.resolve({ ...credentialOf(type) }),
		getCredentialsProperties: () => [],
	} as Partial<ICredentialsHelper>;
	const partial = {
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks('trigger', executionId, workflowData),
		executionId,
		currentNodeExecutionIndex: 0,
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		variables: {},
		externalSecretsProxy: { hasProvider: () => false, listSecrets: () => [] },
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		executeWorkflow: async () => await Promise.reject(new Error('No sub-workflows here')),
		logAiEvent: () => undefined,
	};
	return partial as unknown as IWorkflowExecuteAdditionalData;
}
