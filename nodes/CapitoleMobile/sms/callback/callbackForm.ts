import { SECRET_PARAMETER } from './callbackSecret';
import { MAX_FORM_BYTES, readForm, type FormParameter } from './formBytes';

export interface CallbackRequest {
	/** The query string as received, without the `?`, one character per byte. */
	readonly rawQuery: string;
	readonly rawBody: Uint8Array | null;
	/** The Content-Type header. */
	readonly contentType: string | undefined;
}

/** The provider's names for what a callback carries. */
const PARAMETERS = ['id', 'gsm', 'status', 'network', 'date', 'num', 'message'] as const;
export type CallbackParameter = (typeof PARAMETERS)[number];

const GLUED = new RegExp(`\\?(?=(?:${PARAMETERS.join('|')})=)`, 'i');

/** The parameters of a request, query before body, without the secret. */
export class CallbackForm {
	readonly #parameters: readonly FormParameter[];

	private constructor(parameters: readonly FormParameter[]) {
		this.#parameters = parameters;
	}

	/** @returns why it is not read when the query or the body is larger than any callback */
	static read(request: CallbackRequest): CallbackForm | 'tooLong' | 'tooMany' {
		const query = readForm(request.rawQuery);
		const body = hasFormBody(request) ? readBody(request.rawBody) : [];
		if (query === 'tooLong' || body === 'tooLong') return 'tooLong';
		if (query === 'tooMany' || body === 'tooMany') return 'tooMany';
		const parameters = [...query, ...body].flatMap(unglue);
		return new CallbackForm(parameters.filter(({ name }) => !isNamed(SECRET_PARAMETER, name)));
	}

	/** Every value of a parameter, in the order received. */
	all(name: CallbackParameter): readonly string[] {
		return this.#parameters.filter((each) => isNamed(name, each.name)).map(({ value }) => value);
	}

	/** The first value that is not blank, without white space around it. */
	value(name: CallbackParameter): string | null {
		return (
			this.all(name)
				.find((value) => value.trim() !== '')
				?.trim() ?? null
		);
	}

	/** Every parameter under its name as received; a repeated one is an array. */
	raw(): Record<string, string | string[]> {
		const values = new Map<string, string[]>();
		for (const { name, value } of this.#parameters) {
			if (name in Object.prototype) continue;
			values.set(name, [...(values.get(name) ?? []), value]);
		}
		return Object.fromEntries(
			[...values].map(([name, [first = '', ...more]]) => [
				name,
				more.length === 0 ? first : [first, ...more],
			]),
		);
	}
}

export function hasBody({ rawBody }: CallbackRequest): boolean {
	return rawBody !== null && rawBody.length > 0;
}

export function hasFormBody(request: CallbackRequest): boolean {
	const [type = ''] = (request.contentType ?? '').split(';', 1);
	// @assumption POST_BODY: the page shows parameters in the URL only; should the provider be set to POST, they come as a urlencoded form.
	const isForm = ['', 'application/x-www-form-urlencoded'].includes(type.trim().toLowerCase());
	return isForm && hasBody(request);
}

function readBody(rawBody: Uint8Array | null): ReturnType<typeof readForm> {
	if (rawBody === null) return [];
	if (rawBody.length > MAX_FORM_BYTES) return 'tooLong';
	return readForm(Buffer.from(rawBody).toString('latin1'));
}

/** Takes `secret=abc?id=1` apart; never looks into the values of the provider's own parameters. */
function unglue({ name, value }: FormParameter): FormParameter[] {
	const isOwn = PARAMETERS.some((own) => isNamed(own, name));
	const glue = isOwn ? -1 : value.search(GLUED);
	if (glue < 0) return [{ name, value }];
	const [gluedName = '', ...gluedValue] = value.slice(glue + 1).split('=');
	return [
		{ name, value: value.slice(0, glue) },
		{ name: gluedName, value: gluedValue.join('=') },
	];
}

/** Names are read in any case. */
function isNamed(name: string, received: string): boolean {
	return received.toLowerCase() === name;
}
