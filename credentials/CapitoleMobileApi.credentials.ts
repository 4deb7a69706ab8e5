import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { withLogin } from '../nodes/CapitoleMobile/transport/login';

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
			description: 'Not the password you log in with',
		},
		{
			displayName:
				'At Capitole Mobile: <b>SMS > Mon API > Paramètres API</b>. Activate the API there; its password is not your login password.',
			name: 'whereNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Sending URL',
			name: 'sendUrl',
			type: 'string',
			default: 'https://sms.capitolemobile.com/api/sendsms/xml',
			description: 'Where SMS are posted. Change it only if Capitole Mobile gives you another one.',
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
			description: 'A word of your own, letters and digits',
		},
		{
			displayName:
				'With a <b>Callback Secret</b>, Capitole SMS Trigger accepts a callback only if its URL carries that word. Append <code>?secret=</code> and the word to the URL that you send to Capitole Mobile. Without one, leave it empty.',
			name: 'callbackNotice',
			type: 'notice',
			default: '',
		},
	];

	/** Adds the login here, so that no node handles the password. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return withLogin(requestOptions, credentials);
	}
}
