import { createHash, timingSafeEqual } from 'crypto';

import { MAX_FORM_BYTES, readForm, type FormParameter } from './formBytes';

export interface CallbackRequest {
	/** The raw query string without `?`, one character per byte. */
	readonly rawQuery: string;
	readonly rawBody: Uint8Array | null;
	readonly contentType: string | undefined;
}

/** The provider's parameters. */
const PARAMETERS = ['id', 'gsm', 'status', 'network', 'date', 'num', 'message'] as const;
export type CallbackParameter = (typeof PARAMETERS)[number];

// @assumption GLUED_QUERY: a provider that appends `?id=…` to a URL with a query makes `secret=abc?id=1`, so a question mark before one of the provider's own names ends the value before it.
const GLUED = new RegExp(`\\?(?=(?:${PARAMETERS.join('|')})=)`, 'i');

/** The query parameter that carries the secret. */
const SECRET = 'secret';

/** The parameters of a request, query before body. */
export class CallbackForm {
	private constructor(
		private readonly parameters: readonly FormParameter[],
		/** From the query only: the provider's URL carries it there. */
		private readonly secret: FormParameter | undefined,
		/** Whether the body was not read, because it is not a form. */
		readonly hasOtherBody: boolean,
	) {}

	/** @returns the reason if the query or the body is larger than any callback */
	static read(request: CallbackRequest): CallbackForm | 'tooLong' | 'tooMany' {
		const { rawQuery, rawBody } = request;
		const query = readForm(rawQuery);
		const body = isForm(request) ? readBody(rawBody) : [];
		if (typeof query === 'string') return query;
		if (typeof body === 'string') return body;
		const parameters = [...query, ...body].flatMap(unglue).filter((each) => !isSecret(each));
		const secret = query.flatMap(unglue).find(isSecret);
		const hasOtherBody = !isForm(request) && rawBody !== null && rawBody.length > 0;
		return new CallbackForm(parameters, secret, hasOtherBody);
	}

	/**
	 * Whether the query carries the credential's secret; an empty secret always passes. Only the first
	 * `secret` counts, so one request is one guess. Users may have escaped it or not: `a+b` and `a%2Bb`
	 * both match the secret `a+b`.
	 */
	carries(secret: string): boolean {
		if (secret === '') return true;
		const { value = '', written = '' } = this.secret ?? {};
		// A `?` at the end of the URL is not part of the secret.
		const candidates = [value, written].flatMap((text) => [text, text.replace(/\?$/, '')]);
		// All are compared, as hashes of fixed length, so that timing reveals nothing about the secret.
		return candidates
			.map((candidate) => timingSafeEqual(digest(candidate), digest(secret)))
			.includes(true);
	}

	/** Every value of a parameter, in the order received. */
	all(name: CallbackParameter): readonly string[] {
		return this.parameters.filter((each) => isNamed(name, each.name)).map(({ value }) => value);
	}

	/** The first value that is not blank, trimmed. */
	value(name: CallbackParameter): string | null {
		const value = this.all(name).find((each) => each.trim() !== '');
		return value?.trim() ?? null;
	}

	/** All parameters by their names as received; a repeated one is an array. */
	raw(): Record<string, string | string[]> {
		const values = new Map<string, string[]>();
		for (const { name, value } of this.parameters) {
			if (name in Object.prototype) continue;
			values.set(name, [...(values.get(name) ?? []), value]);
		}
		const entries = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]);
		return Object.fromEntries(entries) as Record<string, string | string[]>;
	}
}

// @assumption POST_BODY: the page shows parameters in the URL only; if the provider uses POST, they come as a urlencoded form.
function isForm({ contentType = '' }: CallbackRequest): boolean {
	const [type = ''] = contentType.split(';', 1);
	return ['', 'application/x-www-form-urlencoded'].includes(type.trim().toLowerCase());
}

function readBody(rawBody: Uint8Array | null): ReturnType<typeof readForm> {
	const bytes = rawBody ?? [];
	return bytes.length > MAX_FORM_BYTES
		? 'tooLong'
		: readForm(Buffer.from(bytes).toString('latin1'));
}

/** Splits `secret=abc?id=1`, but never the value of one of the provider's own parameters. */
function unglue(parameter: FormParameter): FormParameter[] {
	const { name, value, written } = parameter;
	const isOwn = PARAMETERS.some((own) => isNamed(own, name));
	const glue = isOwn ? -1 : value.search(GLUED);
	if (glue < 0) return [parameter];
	const [gluedName = '', ...gluedValue] = value.slice(glue + 1).split('=');
	const [before = ''] = written.split(GLUED, 1);
	const glued = gluedValue.join('=');
	return [
		{ name, value: value.slice(0, glue), written: before },
		{ name: gluedName, value: glued, written: glued },
	];
}

const isNamed = (name: string, received: string): boolean => received.toLowerCase() === name;
const isSecret = ({ name }: FormParameter): boolean => isNamed(SECRET, name);

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
