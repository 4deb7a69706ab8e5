import { ExpressionParser } from 'n8n-workflow';

/** Fixed text, or the code between `{{` and `}}`. */
export type Chunk = string | Code;

export interface Code {
	readonly code: string;
	/** Whether `}}` ends it; n8n evaluates it without, to the end of the field. */
	readonly isClosed: boolean;
	/** The path in the item, for `$json.name` and the like; null for other code. */
	readonly path: readonly string[] | null;
	/** Whether the code handles a missing value: `??`, `||`, `?:`, an empty string. */
	readonly mayBeEmpty: boolean;
}

const PATH =
	/^\s*\$json((?:\.[A-Za-z_]\w*|\['[^'\\{}\r\n\u2028\u2029]+'\]|\["[^"\\{}\r\n\u2028\u2029]+"\])+)\s*$/;
const NAME = /\.(\w+)|\[(?:'([^']+)'|"([^"]+)")\]/g;
const LITERAL = /(["'`])(?:\\.|(?!\1)[^\\])*\1/gs;
/** Literals, comments, and regular expressions as arguments, whose content is not code. */
const NO_CODE = new RegExp(
	LITERAL.source +
		/|\/\*.*?\*\/|\/\/[^\n]*|(?<=[(,]\s*)\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\//.source,
	'gs',
);
/** Not `?.`, which tests for a value but gives no replacement. */
const CONDITION = /\?\?|\|\||\?(?!\.)|\$if(?:Empty)?\s*\(/;
/** Empty arguments that say nothing about the value. */
const SEPARATING = /\.(?:replace|replaceAll|join|split)\((?:(?:[^()]|\([^()]*\))*,)?\s*""\s*\)/g;

/** A parameter with expressions. */
export interface Template {
	readonly parts: readonly Chunk[];
	/** Whether it consists only of text and item fields, without anything that n8n would treat specially. */
	readonly isPlain: boolean;
}

/** Null for a value without a leading `=`, which n8n does not evaluate. */
export function templateOf(parameter: unknown): Template | null {
	if (typeof parameter !== 'string' || !parameter.startsWith('=')) return null;
	const chunks = ExpressionParser.splitExpression(parameter.slice(1));
	const parts = chunks
		.map((chunk) =>
			chunk.type === 'code' ? partOfCode(chunk.text, chunk.hasClosingBrackets) : chunk.text,
		)
		.filter((part) => part !== '');
	const isField = (part: Chunk): boolean =>
		typeof part === 'string' ? !/[{}]/.test(part) : part.path !== null;
	// n8n refuses "constructor" anywhere.
	const isPlain = !/\\|constructor/.test(parameter) && parts.every(isField);
	return { parts, isPlain: isPlain && parts.some((part) => typeof part !== 'string') };
}

function partOfCode(code: string, isClosed: boolean): Code {
	const path = isClosed ? PATH.exec(code)?.[1] : undefined;
	const names = [...(path ?? '').matchAll(NAME)].map(
		([, plain, single, double]) => plain ?? single ?? double ?? '',
	);
	const bare = code.replace(NO_CODE, (one: string, quote?: string) =>
		quote === undefined ? '' : one.length === 2 ? '""' : 'text',
	);
	return {
		code: code.trim(),
		isClosed,
		path: path === undefined ? null : names,
		mayBeEmpty:
			CONDITION.test(bare) || bare.replace(SEPARATING, '').includes('""') || bare.trim() === 'text',
	};
}

/** The user's own text: between the codes, and quoted in them. A single quoted word is a comparison. */
export function fixedText(parts: readonly Chunk[]): string {
	const texts = parts.flatMap((part) =>
		typeof part === 'string'
			? [part]
			: (part.code.match(LITERAL) ?? []).filter((literal) => /\w\W+\w/.test(literal)),
	);
	return texts.join('\n');
}

/** Values that the code reads, such as `$('Contacts').item.json.name`, each as code of its own. */
export function referencesIn({ code }: Code): string[] {
	const reference =
		/\$\w*(?:\(\s*(["'`])(?:(?!\1).)*\1\s*\))?(?:\??\.\w+(?:\(\d*\))?|\[[^\]]*\])*/g;
	return [...code.matchAll(reference)].map(({ 0: found, index }) =>
		// Drops a method call with arguments, such as `.slice(0, 9)`.
		code.startsWith('(', index + found.length) ? found.replace(/\??\.\w+$/, '') : found,
	);
}

/** Whether a value prints as nothing: what n8n prints as an empty text, spaces, and invisible marks. */
export function isNothing(value: unknown): boolean {
	if (typeof value === 'string') return /^[\s\p{Cf}]*$/u.test(value);
	if (Array.isArray(value)) return value.every(isNothing);
	return value === undefined || value === null || Number.isNaN(value);
}
