/** The owner's account of a lab n8n. Not a secret: this n8n listens on this machine only. */
export const OWNER = {
	email: 'demo@example.com',
	password: 'Capitole-demo-1',
	firstName: 'Demo',
	lastName: 'Owner',
} as const;

/** n8n ties a session to a browser ID; this is ours. */
const BROWSER_ID = 'n8n-nodes-capitole-mobile-lab';

/** Talks to n8n's REST API as its editor does. */
export class Session {
	private cookie = '';

	constructor(private readonly url: string) {}

	/** Creates the owner's account if there is none yet, and signs in. */
	async signIn(): Promise<void> {
		const response = await this.send('POST', '/rest/owner/setup', OWNER);
		// n8n answers 400 if the instance has an owner; `login` fails if it is another one.
		if (!response.ok && response.status !== 400) {
			throw new Error(`n8n did not create an owner: ${response.status} ${await response.text()}`);
		}
		await this.login();
	}

	async login(): Promise<void> {
		const { email: emailOrLdapLoginId, password } = OWNER;
		await this.rest('POST', '/rest/login', { emailOrLdapLoginId, password });
	}

	/**
	 * Makes one request, e.g. `rest('GET', '/rest/executions/1')`, and returns the answer's `data`.
	 *
	 * @throws Error with status and body if the answer is not 2xx
	 */
	async rest(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await this.send(method, path, body);
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		if (text === '') return undefined;
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === 'object' && parsed && 'data' in parsed ? parsed.data : parsed;
	}

	private async send(method: string, path: string, body?: unknown): Promise<Response> {
		const isForm = body instanceof FormData;
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'browser-id': BROWSER_ID,
				// A busy n8n may close an idle connection just as the next request takes it.
				connection: 'close',
				...(this.cookie && { cookie: this.cookie }),
				...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
		});
		const auth = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (auth) this.cookie = auth.split(';')[0] ?? '';
		return response;
	}
}
