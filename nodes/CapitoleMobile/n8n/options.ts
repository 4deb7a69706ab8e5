import type { IExecuteFunctions } from 'n8n-workflow';

import { FIELD_LABELS, type InputField } from '../sms/fields';
import { InvalidInput } from '../sms/invalidInput';
import { parameterReader, type ParameterReader } from './parameters';

/** Reads one option, or throws InvalidInput for what the form does not offer. */
export type OptionReader<T> = (field: InputField, value: unknown) => T;

/**
 * Options of the collection `options`. Each is read by its own path: reading the whole collection for
 * an item evaluates every expression in it. Make one for a run: n8n copies the node for each.
 */
export class Options {
	private readonly raw: unknown;

	private readonly parameter: ParameterReader;

	constructor(context: IExecuteFunctions) {
		this.raw = context.getNode().parameters.options;
		this.parameter = parameterReader(context);
	}

	/** Whether the user has added it. */
	has(name: string): boolean {
		// n8n evaluates no expression for a whole collection: it throws, and nothing is sent.
		if (typeof this.raw === 'string') return this.of(name, 0, undefined) !== undefined;
		return typeof this.raw === 'object' && this.raw !== null && name in this.raw;
	}

	of(name: string, itemIndex: number, otherwise: unknown): unknown {
		return this.parameter(`options.${name}`, itemIndex, otherwise);
	}

	/** An option that may differ from item to item; `otherwise` where the user has not added it. */
	read<T>(field: InputField, itemIndex: number, otherwise: T, read: OptionReader<T>): T {
		const name = nameOf(field);
		return this.has(name) ? read(field, this.of(name, itemIndex, otherwise)) : otherwise;
	}

	/** Whether its value may differ from item to item. */
	isExpression(name: string): boolean {
		if (typeof this.raw === 'string') return true;
		const value = (this.raw as Record<string, unknown> | undefined)?.[name];
		return JSON.stringify(value ?? '').includes('"=');
	}
}

/**
 * Reads options that hold for a whole run of the node. The first item's value counts; an item for
 * which an expression gives another is refused rather than read as the first one's.
 */
export class RunOptions {
	/** What is wrong with single items, by item index. */
	readonly refused = new Map<number, unknown>();

	constructor(
		private readonly options: Options,
		private readonly items: number,
	) {}

	/** @throws InvalidInput of `read`, for the first item's value; nothing can be sent then */
	read<T>(field: InputField, otherwise: T, read: OptionReader<T>): T {
		const name = nameOf(field);
		const valueFor = (item: number): T => read(field, this.options.of(name, item, otherwise));
		const first = valueFor(0);
		if (!this.options.isExpression(name)) return first;
		for (let item = 1; item < this.items; item++) {
			if (this.refused.has(item)) continue;
			try {
				const value = valueFor(item);
				if (value !== first) this.refused.set(item, differs(field, value, first));
			} catch (reason) {
				this.refused.set(item, reason);
			}
		}
		return first;
	}
}

const nameOf = (field: InputField): string => field.replace('options.', '');

function differs(field: InputField, value: unknown, first: unknown): InvalidInput {
	return new InvalidInput(
		field,
		`${String(value)} for this item, ${String(first)} for the first; it must be the same for all`,
		`Give all items the same ${FIELD_LABELS[field]}, or send them in separate runs, for example with Loop Over Items.`,
	);
}
