import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { authenticatedForm } from '../nodes/CapitoleMobile/sms/document/document';

export class CapitoleMobileApi implements ICredentialType {
	name = 'capitoleMobileApi';

	displayName = 'Capitole Mobile API';

	icon = {
		light: 'file:capitoleMobile.svg',
		dark: 'file:capitoleMobile.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-capitole-mobile/n8n-nodes-capitole-mobile#the-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'The login of your Capitole Mobile account',
		},
		{
			displayName: 'API Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Not the password you log in with: the one shown at Capitole Mobile under SMS > Mon API > Paramètres API',
		},
		{
			displayName: 'Sending URL',
			name: 'sendUrl',
			type: 'string',
			default: 'https://sms.capitolemobile.com/api/sendsms/xml',
			description: 'Where SMS are posted. Change it only when the provider gives you another.',
		},
		{
			displayName: 'Test URL',
			name: 'testUrl',
			type: 'string',
			default: 'https://sms.capitolemobile.com/api/sendsms/xml_test',
			description:
				'Where Test Request posts: the provider shows what it received, and sends nothing',
		},
		{
			displayName: 'Callback Secret',
			name: 'callbackSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'A word of your own, letters and digits. When set, Capitole SMS Trigger only accepts callbacks whose URL ends with <code>?secret=</code> and this word, so add that to the URL you give the provider.',
		},
	];

	/**
	 * Writes `<authentification>` into the document that the node built, and makes it the request's
	 * form: the node never has to read the password.
	 *
	 * The time limit is set here too, because n8n's `httpRequestWithAuthentication` replaces the
	 * `abortSignal` that a node gives, and its `timeout` alone only limits silences, not the whole.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { abortSignal, timeout } = requestOptions;
		const limits = [
			...(abortSignal instanceof AbortSignal ? [abortSignal] : []),
			...(timeout === undefined ? [] : [AbortSignal.timeout(timeout)]),
		];
		return {
			...requestOptions,
			...(limits.length > 0 ? { abortSignal: AbortSignal.any(limits) } : {}),
			headers: {
				...requestOptions.headers,
				'Content-Type': 'application/x-www-form-urlencoded',
			},
			body: authenticatedForm(String(requestOptions.body), {
				username: String(credentials.username ?? ''),
				password: String(credentials.password ?? ''),
			}),
		};
	}
}
