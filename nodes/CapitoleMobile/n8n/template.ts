import { ExpressionParser } from 'n8n-workflow';

/** Fixed text, or the code between `{{` and `}}`. */
export type Chunk = string | Code;

export interface Code {
	readonly code: string;
	/** Where the item has the value, for `$json.name` and the like; null for all other code. */
	readonly path: readonly string[] | null;
	/** Whether the code says what it gives where a value is missing: `??`, `||`, `?:`, an empty string. */
	readonly mayBeEmpty: boolean;
}

const PATH =
	/^\s*\$json((?:\.[A-Za-z_]\w*|\['[^'\\{}\r\n\u2028\u2029]+'\]|\["[^"\\{}\r\n\u2028\u2029]+"\])+)\s*$/;
const NAME = /\.(\w+)|\[(?:'([^']+)'|"([^"]+)")\]/g;
const LITERAL = /(["'`])(?:\\.|(?!\1)[^\\])*\1/gs;
/** Comments, and patterns as arguments: what stands in them is no code. */
const NO_CODE = /\/\*.*?\*\/|(?<=[(,]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\//gs;
/** Not `?.`, which asks whether there is something and not what to write where there is not. */
const CONDITION = /\?\?|\|\||\?(?!\.)|\$if(?:Empty)?\s*\(/;
/** Arguments that are empty but say nothing of the value. */
const SEPARATING = /\.(?:replace|replaceAll|join|split)\((?:[^()]*,)?\s*(?:""|''|``)\s*\)/g;

/** A parameter that n8n evaluates. */
export interface Template {
	readonly parts: readonly Chunk[];
	/** Whether it is text and fields of the item and no more, without anything that n8n reads otherwise. */
	readonly isPlain: boolean;
}

/** Null for a value that n8n does not evaluate, since no `=` stands before it. */
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
	// n8n refuses "constructor" wherever it stands.
	const isPlain = !/\\|constructor/.test(parameter) && parts.every(isField);
	return { parts, isPlain: isPlain && parts.some((part) => typeof part !== 'string') };
}

function partOfCode(code: string, isClosed: boolean): Code {
	const path = isClosed ? PATH.exec(code)?.[1] : undefined;
	const names = [...(path ?? '').matchAll(NAME)].map(
		([, plain, single, double]) => plain ?? single ?? double ?? '',
	);
	const withoutLiterals = code.replace(LITERAL, 'text').replace(NO_CODE, '');
	const literals = code.replace(SEPARATING, '').match(LITERAL) ?? [];
	return {
		code: code.trim(),
		path: path === undefined ? null : names,
		mayBeEmpty:
			CONDITION.test(withoutLiterals) ||
			literals.some((literal) => literal.length === 2) ||
			withoutLiterals.trim() === 'text',
	};
}

/** Text as the user wrote it: between the codes, and quoted in them. A quoted word alone is a comparison. */
export function fixedText(parts: readonly Chunk[]): string {
	const texts = parts.flatMap((part) =>
		typeof part === 'string'
			? [part]
			: (part.code.match(LITERAL) ?? []).filter((literal) => /\w\W+\w/.test(literal)),
	);
	return texts.join('\n');
}

/** Values that a code reads, such as `$('Contacts').item.json.name`, each as code of its own. */
export function referencesIn({ code }: Code): string[] {
	const reference =
		/\$\w*(?:\(\s*(["'`])(?:(?!\1).)*\1\s*\))?(?:\??\.\w+(?:\(\d*\))?|\[[^\]]*\])*/g;
	return [...code.matchAll(reference)].map(({ 0: found, index }) =>
		// A call that takes something, as in `.slice(0, 9)`, is no part of the value that is read.
		code.startsWith('(', index + found.length) ? found.replace(/\??\.\w+$/, '') : found,
	);
}

/** Whether a value shows nothing: what n8n writes as an empty text, and spaces. */
export function isNothing(value: unknown): boolean {
	if (typeof value === 'string') return /^[\s\u200b-\u200d\u2060]*$/.test(value);
	if (Array.isArray(value)) return value.every(isNothing);
	return value === undefined || value === null || Number.isNaN(value);
}
