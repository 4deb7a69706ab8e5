import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

export type ParameterReader = (name: string, itemIndex: number, otherwise: unknown) => unknown;

/** What an expression is made of, where that is text and fields of the item only. */
type Part = string | { readonly field: readonly string[] };

/**
 * Reads the node's parameters item by item. Make one for a run: n8n copies the node for each.
 *
 * An expression of text and fields, such as “Bonjour {{ $json.name }}”, is put together here, where the
 * item has a text or a number in each: n8n 2 evaluates every expression in a virtual machine, which
 * takes it longer than all else that an SMS needs before it is sent. The others are n8n's.
 */
export function parameterReader(context: IExecuteFunctions): ParameterReader {
	const { parameters } = context.getNode();
	// What an agent's tool gets from the model is another input, and not what $json is.
	const items = context.getInputData(0, 'main');
	const known = new Map<string, readonly Part[] | null>();
	const partsOf = (name: string): readonly Part[] | null => {
		const before = known.get(name);
		if (before !== undefined) return before;
		const parts = partsIn(valueAt(parameters, name.split('.')));
		known.set(name, parts);
		return parts;
	};
	return (name, itemIndex, otherwise) => {
		const parts = partsOf(name);
		const value = parts && valueOf(parts, items[itemIndex]?.json);
		return value ?? context.getNodeParameter(name, itemIndex, otherwise);
	};
}

const FIELD = String.raw`\{\{\s*\$json((?:\.[A-Za-z_]\w*|\['[^'\\{}\r\n\u2028\u2029]+'\]|\["[^"\\{}\r\n\u2028\u2029]+"\])+)\s*\}\}`;
const TEXT = String.raw`[^{}\\]*`;
const TEXT_AND_FIELDS = new RegExp(`^=${TEXT}(?:${FIELD}${TEXT})+$`);
const EACH_FIELD = new RegExp(FIELD);
const NAME = /\.(\w+)|\[(?:'([^']+)'|"([^"]+)")\]/g;

/** Null for what is no expression, or n8n's to evaluate. */
function partsIn(parameter: unknown): readonly Part[] | null {
	if (typeof parameter !== 'string' || !TEXT_AND_FIELDS.test(parameter)) return null;
	// n8n refuses it wherever it stands.
	if (parameter.includes('constructor')) return null;
	const parts = parameter
		.slice(1)
		.split(EACH_FIELD)
		.map((part, at) => (at % 2 === 0 ? part : { field: namesIn(part) }));
	return parts.filter((part) => part !== '');
}

const namesIn = (path: string): string[] =>
	[...path.matchAll(NAME)].map(([, plain, single, double]) => plain ?? single ?? double ?? '');

/** Undefined where the item has no text and no number in a field. */
function valueOf(
	parts: readonly Part[],
	json: IDataObject | undefined,
): string | number | undefined {
	const values: Array<string | number> = [];
	for (const part of parts) {
		const value = typeof part === 'string' ? part : valueAt(json, part.field);
		const isPlain =
			typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
		if (!isPlain) return undefined;
		values.push(value);
	}
	return values.length === 1 ? values[0] : values.join('');
}

function valueAt(from: unknown, path: readonly string[]): unknown {
	let value = from;
	for (const name of path) {
		// What JavaScript itself has under a name is n8n's to tell apart.
		const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
		if (!isPlain || name in Object.prototype || !Object.hasOwn(value as object, name)) {
			return undefined;
		}
		value = (value as IDataObject)[name];
	}
	return value;
}
