import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

export type ParameterReader = (name: string, itemIndex: number, otherwise: unknown) => unknown;

/**
 * Reads the node's parameters item by item. Make one for a run: n8n copies the node for each.
 *
 * A parameter that is just one field, such as {{ $json.phone }}, is taken from the item where a text or
 * a number is there: n8n 2 evaluates each expression in a virtual machine, which takes it longer than
 * all else that an SMS needs before it is sent. All else is n8n's to evaluate.
 */
export function parameterReader(context: IExecuteFunctions): ParameterReader {
	const { parameters } = context.getNode();
	const items = context.getInputData();
	const paths = new Map<string, readonly string[] | null>();
	const pathOf = (name: string): readonly string[] | null => {
		const known = paths.get(name);
		if (known !== undefined) return known;
		const path = fieldOf(valueAt(parameters, name.split('.')));
		paths.set(name, path);
		return path;
	};
	return (name, itemIndex, otherwise) => {
		const path = pathOf(name);
		const value = path && valueAt(items[itemIndex]?.json, path);
		return isPlain(value) ? value : context.getNodeParameter(name, itemIndex, otherwise);
	};
}

const FIELD =
	/^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\['[^'\\{}\r\n]+'\]|\["[^"\\{}\r\n]+"\])+)\s*\}\}$/;
const STEP = /\.(\w+)|\[(?:'([^']+)'|"([^"]+)")\]/g;

/** The names that lead to a field, of an expression that is nothing else. */
function fieldOf(expression: unknown): readonly string[] | null {
	const steps = typeof expression === 'string' ? FIELD.exec(expression)?.[1] : undefined;
	if (steps === undefined) return null;
	const names = [...steps.matchAll(STEP)].map(
		([, plain, single, double]) => plain ?? single ?? double,
	);
	return names.every((name) => name !== undefined) ? names : null;
}

function valueAt(from: unknown, path: readonly string[]): unknown {
	let value = from;
	for (const name of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
			return undefined;
		value = (value as IDataObject)[name];
	}
	return value;
}

const isPlain = (value: unknown): value is string | number =>
	typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
