import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type InputField, InvalidInput, labelOf } from '../sms/refused';
import { isGroup, shown } from '../sms/optionReaders';
import {
	fixedText,
	isNothing,
	referencesIn,
	templateOf,
	type Code,
	type Chunk,
	type Template,
} from './template';

/** An empty expression in a field. */
export interface Hole {
	readonly code: string;
	/** The text around it; empty if there is none. */
	readonly around: string;
}

/** Longer texts are refused for their length anyway. */
const LOOKED_AT = 5_000;

/** An expression left unevaluated in a value. */
const EXPRESSION = /\{\{[^{}]*\$(?:\(|[a-z])[^]*?\}\}/i;

/** A field of the item, as code names it. */
const ITEM_FIELD = /\$json(?:\.\w+|\[[^[\]]*\])+/;

/** What JavaScript prints for a missing value, or for one that is not text. */
const ODD_WORDS =
	/\[object [A-Z]\w*\]|Invalid Date(?:Time)?|undefined|(?<!\p{L})(?:NaN|Infinity|null)(?!\p{L})/gu;

/**
 * Reads the node's parameters item by item. Create one instance per run: n8n copies the node for each.
 *
 * Templates of text and item fields, such as “Bonjour {{ $json.name }}”, are filled in here if each
 * field is a text or a number: n8n 2 evaluates expressions in a virtual machine, which takes 0.4 to
 * 1 ms each, of 2 ms per SMS at 50 in parallel. n8n evaluates all others.
 */
export class Parameters {
	private readonly parameters: unknown;

	/** For an agent's tool, $json is not this input. */
	private readonly items: ReadonlyArray<{ readonly json: IDataObject }>;

	/** By path. */
	private readonly written = new Map<string, Written>();

	constructor(private readonly context: IExecuteFunctions) {
		this.parameters = context.getNode().parameters;
		this.items = context.getInputData(0, 'main');
	}

	read(path: string, itemIndex: number, otherwise: unknown): unknown {
		const { template } = this.writtenAt(path);
		if (template?.isPlain === true) {
			const values = this.valuesOf(template.parts, itemIndex);
			if (!values.includes(undefined)) return values.length === 1 ? values[0] : values.join('');
		}
		return this.context.getNodeParameter(path, itemIndex, otherwise);
	}

	/** @throws InvalidInput for braces that are empty or open, and for code that n8n does not or cannot evaluate */
	given(field: InputField, path: string, itemIndex: number, otherwise: unknown): unknown {
		const { slip } = this.writtenAt(path);
		if (slip !== null) throw new InvalidInput(field, ...slip);
		try {
			return this.read(path, itemIndex, otherwise);
		} catch (reason) {
			throw notEvaluated(field, reason);
		}
	}

	/**
	 * A text whose expressions all gave a value.
	 *
	 * @param tolerate called for an empty expression, instead of an exception
	 * @throws InvalidInput for unevaluated expressions, “undefined” and the like, and empty expressions
	 */
	filled(
		field: InputField,
		path: string,
		itemIndex: number,
		tolerate?: (hole: Hole) => void,
	): unknown {
		const value = this.given(field, path, itemIndex, '');
		const { template } = this.writtenAt(path);
		if (template === null) return value;
		if (typeof value === 'string') this.refuseLeftovers(field, template, itemIndex, value);
		const hole = this.holeIn(template, itemIndex, value);
		if (hole === null) return value;
		if (tolerate === undefined) throw missing(field, hole);
		tolerate(hole);
		return value;
	}

	private holeIn({ parts }: Template, itemIndex: number, value: unknown): Hole | null {
		const values = this.valuesOf(parts, itemIndex);
		const pieces = values.map((one) => (one === undefined ? null : String(one)));
		for (const [at, part] of parts.entries()) {
			if (typeof part === 'string' || part.mayBeEmpty) continue;
			const given =
				parts.length === 1 ? value : (values[at] ?? this.evaluate(part.code, itemIndex));
			if (isNothing(given)) return { code: part.code, around: around(pieces, at) };
		}
		return null;
	}

	/** Accepts such words in the user's own text and in the data that the expression reads. */
	private refuseLeftovers(
		field: InputField,
		template: Template,
		itemIndex: number,
		text: string,
	): void {
		if (text.length > LOOKED_AT) return;
		const [expression] = EXPRESSION.exec(text) ?? [];
		if (expression !== undefined) {
			throw new InvalidInput(
				field,
				`${shown(expression)} came in as text and was not evaluated`,
				'In the earlier node, set the field that contains it to Expression.',
			);
		}
		const values = this.valuesOf(template.parts, itemIndex);
		const evaluated = template.parts.filter(
			(part, at): part is Code => typeof part !== 'string' && values[at] === undefined,
		);
		if (evaluated.length === 0) return;
		const odd = new Set(text.match(ODD_WORDS));
		if (odd.size === 0) return;
		const meant = [
			fixedText(template.parts),
			...textsIn(this.items[itemIndex]?.json),
			...evaluated
				.flatMap(referencesIn)
				.flatMap((reference) => textsIn(this.evaluate(reference, itemIndex))),
		].join('\n');
		const word = [...odd].find((one) => !meant.includes(one));
		if (word === undefined) return;
		throw new InvalidInput(
			field,
			`An expression gave “${word}” instead of a value`,
			'Check the names of the fields in the expression, and pick one value rather than a whole object.',
		);
	}

	private evaluate(code: string, itemIndex: number): unknown {
		try {
			return this.context.evaluateExpression(`{{ ${code}\n}}`, itemIndex);
		} catch {
			return undefined;
		}
	}

	private writtenAt(path: string): Written {
		const known = this.written.get(path);
		if (known !== undefined) return known;
		const value = valueAt(this.parameters, path.split('.'));
		const template = templateOf(value);
		const slips = template === null ? [slipInFixed(value)] : template.parts.map(slipInPart);
		const written = { template, slip: slips.find((slip) => slip !== null) ?? null };
		this.written.set(path, written);
		return written;
	}

	/** The text or number of each part; undefined if only n8n can evaluate it. */
	private valuesOf(parts: readonly Chunk[], itemIndex: number): Array<string | number | undefined> {
		const json = this.items[itemIndex]?.json;
		return parts.map((part) => {
			if (typeof part === 'string') return part;
			const value = part.path === null ? undefined : valueAt(json, part.path);
			const isPlain =
				typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
			return isPlain ? value : undefined;
		});
	}
}

/** @param reason what n8n threw: an ExpressionError, or any error of the code */
function notEvaluated(field: InputField, reason: unknown): InvalidInput {
	const { message, description } = reason as Partial<Record<string, unknown>>;
	return new InvalidInput(
		// Not `text`, whose messages go without its label.
		labelOf(field) as Capitalize<string>,
		`n8n could not evaluate the expression: ${String(message)}`,
		typeof description === 'string' ? description : 'Correct the expression in this field.',
	);
}

type Slip = readonly [what: string, remedy: string];

/** A field as the user wrote it, the same for all items. */
interface Written {
	readonly template: Template | null;
	readonly slip: Slip | null;
}

function slipInFixed(written: unknown): Slip | null {
	if (typeof written !== 'string') return null;
	const braces = bracesIn(written);
	if (braces === undefined) return slipInPart(written);
	return [
		`${shown(braces)} is plain text, because the field is set to Fixed`,
		'Set the field to Expression, or remove the braces.',
	];
}

/** A mistake that n8n would evaluate to something else, or send as it is written. */
function slipInPart(part: Chunk): Slip | null {
	if (typeof part === 'string') {
		const [field] = ITEM_FIELD.exec(part) ?? [];
		if (field === undefined) return null;
		return [
			`${shown(field)} is plain text, because it stands outside {{ }}`,
			`Write {{ ${field} }}, with the field set to Expression.`,
		];
	}
	const { code, isClosed } = part;
	if (code === '') {
		return ['The braces {{ }} are empty', 'Write an expression between them, or remove them.'];
	}
	if (isClosed) return null;
	return [`${shown(`{{ ${code}`)} has no }} at its end`, 'Write }} after the expression.'];
}

/** The first pair of braces. Not a pattern, which would search for the end after every `{{`. */
function bracesIn(text: string): string | undefined {
	const start = text.indexOf('{{');
	const end = text.indexOf('}}', start + 2);
	return start < 0 || end < 0 ? undefined : text.slice(start, end + 2);
}

/** The end of the text before a place, and the beginning of the text after it. */
function around(pieces: ReadonlyArray<string | null>, at: number): string {
	const side = (some: ReadonlyArray<string | null>): string =>
		some.map((piece) => piece ?? '…').join('');
	return side(pieces.slice(0, at)).slice(-30) + side(pieces.slice(at + 1)).slice(0, 30);
}

const NOUNS: Readonly<Record<string, string>> = { prog: 'date', sender: 'sender', id: 'ID' };

/** Names the empty expression, and shows how the field would read. */
export function holeInWords(field: InputField, { code, around: text }: Hole): string {
	const noun = NOUNS[field] ?? (field === 'text' || field === 'message' ? 'text' : 'key');
	const reading = text === '' ? '' : `: the ${noun} would read “${text}”`;
	return `${shown(code)} is empty for this item${reading}`;
}

function missing(field: InputField, hole: Hole): InvalidInput {
	const code = hole.code.length > 60 ? '$json.name' : hole.code;
	const instead = /nom|name/i.test(code) ? '|| "cher client"' : '?? ""';
	const remedy =
		field === 'text' || field === 'message'
			? `Fill it, or say what to write instead: {{ ${code} ${instead} }}.`
			: field === 'prog'
				? `Fill it, or write {{ ${code} ?? "" }} to send at once where it is empty.`
				: 'Fill it: items without a value of their own would share one.';
	return new InvalidInput(
		field,
		holeInWords(field, hole),
		`${remedy} Check its spelling, too.`,
		'MISSING_VALUE',
	);
}

/** The texts within a value. */
function textsIn(value: unknown): string[] {
	const texts: string[] = [];
	try {
		JSON.stringify(value, (_, one: unknown) => {
			if (typeof one === 'string') texts.push(one);
			return one;
		});
	} catch {
		// JSON cannot hold the rest of the value.
	}
	return texts;
}

/**
 * The entries of a collection, expressions unresolved.
 *
 * @param names the entries that the editor offers
 * @throws InvalidInput if the whole collection is an expression, or for a name that is not offered: a
 *   safeguard mistyped in JSON or n8n's API would protect nothing
 */
export function entriesOf(
	label: InputField,
	given: unknown,
	names: readonly string[],
): Readonly<Record<string, unknown>> {
	const list = given ?? {};
	if (typeof list !== 'object' || Array.isArray(list)) {
		throw new InvalidInput(
			label,
			'The whole list is an expression, which n8n does not evaluate',
			'Add each entry from the list; its value may be an expression.',
		);
	}
	const stranger = Object.keys(list).find((name) => !names.includes(name));
	if (stranger === undefined) return list as Readonly<Record<string, unknown>>;
	throw new InvalidInput(
		label,
		`There is no “${stranger.slice(0, 60)}” in this list`,
		'Remove it, and add what you need from the list.',
	);
}

function valueAt(from: unknown, path: readonly string[]): unknown {
	let value = from;
	for (const name of path) {
		// Names that JavaScript defines itself are left to n8n.
		if (!isGroup(value) || name in Object.prototype || !Object.hasOwn(value, name)) {
			return undefined;
		}
		value = value[name];
	}
	return value;
}
