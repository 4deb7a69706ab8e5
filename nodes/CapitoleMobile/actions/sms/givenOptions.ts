import type { IExecuteFunctions } from 'n8n-workflow';

import { isTool } from '../../campaign/toolCall';
import { entriesOf, Parameters } from '../../n8n/parameters';
import { codeMeaning } from '../../sms/codes';
import { firstOf } from '../../sms/figure';
import { isGroup } from '../../sms/optionReaders';
import { NOBODY, type DoNotContact } from '../../sms/recipients/lists';
import { type InputField, InvalidInput, Refused } from '../../sms/refused';
import { COLLECTIONS, type OptionName, type OptionValue, type RunSettings } from './options';

const TITLES = { safeguards: 'Safeguards', options: 'Options' } as const;
type Collection = keyof typeof COLLECTIONS;

/** Every option by name, with its collection in the editor. */
const BY_NAME = new Map(
	(Object.keys(COLLECTIONS) as Collection[]).flatMap((collection) =>
		COLLECTIONS[collection].map((option) => [option.field.name, { ...option, collection }]),
	),
);

const namesIn = (collection: Collection): string[] =>
	COLLECTIONS[collection].map(({ field }) => field.name);
const OFFERED = { safeguards: namesIn('safeguards'), options: namesIn('options') };

/** Matches `$fromAI` in every spelling that n8n accepts. */
const FROM_AI = /\$fromai/i;

/**
 * The options set under Safeguards and Options. Each is read by its own path: reading a whole
 * collection evaluates every expression in it, for every item. Create one instance per run: n8n copies
 * the node for each.
 */
export class GivenOptions {
	private readonly parameters: Readonly<Record<string, unknown>>;

	private readonly parameter: Parameters;

	private readonly isTool: boolean;

	/** Checked once, because an option with an expression is read for each item. */
	private readonly lists = new Map<Collection, Readonly<Record<string, unknown>>>();

	/** Values of options that are the same for all items. */
	private readonly known = new Map<OptionName, unknown>();

	constructor(private readonly context: IExecuteFunctions) {
		const node = context.getNode();
		this.parameters = node.parameters;
		this.parameter = new Parameters(context);
		this.isTool = isTool(node);
	}

	/**
	 * The option's value for an item, or its default if it was not added.
	 *
	 * @throws InvalidInput for a value that the form does not offer; what n8n throws for an expression
	 */
	read<Name extends OptionName>(name: Name, itemIndex: number): OptionValue<Name> {
		if (!this.known.has(name)) {
			const value = this.valueOf(name, itemIndex);
			if (this.isExpression(name)) return value as OptionValue<Name>;
			this.known.set(name, value);
		}
		return this.known.get(name) as OptionValue<Name>;
	}

	/**
	 * The options of the run. The first item's values apply; items whose expressions give others are
	 * refused.
	 *
	 * @param refused receives what is wrong with single items, by item index
	 * @throws InvalidInput for the first item's value; then nothing can be sent
	 */
	ofRun(refused = new Map<number, unknown>()): RunSettings {
		const ofRun = [...BY_NAME.values()].filter(({ scope }) => scope === 'run');
		const values = ofRun.map(({ field: { name } }) => [name, this.ofAll(name, refused)] as const);
		return Object.fromEntries(values) as unknown as RunSettings;
	}

	/** One option for the whole run. */
	ofAll<Name extends OptionName>(name: Name, refused: Map<number, unknown>): OptionValue<Name> {
		const first = this.read(name, 0);
		if (!this.isExpression(name)) return first;
		for (const item of this.context.getInputData().keys()) {
			if (item === 0 || refused.has(item)) continue;
			try {
				const value = this.read(name, item);
				if (value !== first) refused.set(item, differs(titleOf(name), value, first));
			} catch (reason) {
				refused.set(item, reason);
			}
		}
		return first;
	}

	has(name: OptionName): boolean {
		return this.written(name) !== NOT_ADDED;
	}

	/** Whether the run is a simulation. False if the option cannot be read: then nothing is sent. */
	isSimulated(): boolean {
		try {
			return this.read('simulate', 0);
		} catch {
			return false;
		}
	}

	private valueOf(name: OptionName, itemIndex: number): unknown {
		const option = optionOf(name);
		const { collection, read, without, asTool, isText } = option;
		const written = this.written(name);
		if (written === NOT_ADDED) return this.isTool ? (asTool ?? without) : without;
		const label = titleOf(name);
		if (collection === 'safeguards') refuseUnset(option, written);
		const path = `${collection}.${name}`;
		const value =
			isText === true
				? this.parameter.filled(label, path, itemIndex)
				: this.parameter.given(label, path, itemIndex, undefined);
		return read(label, value);
	}

	/** The option's raw value, expressions unresolved. */
	private written(name: OptionName): unknown {
		const { collection } = optionOf(name);
		const list =
			this.lists.get(collection) ??
			entriesOf(TITLES[collection], this.parameters[collection], OFFERED[collection]);
		this.lists.set(collection, list);
		return name in list ? list[name] : NOT_ADDED;
	}

	/** Whether the value may differ between items. */
	private isExpression(name: OptionName): boolean {
		const written = this.written(name);
		return written !== NOT_ADDED && JSON.stringify(written ?? '').includes('"=');
	}
}

const NOT_ADDED = Symbol('not added');

type Listed = NonNullable<ReturnType<(typeof BY_NAME)['get']>>;

function optionOf(name: OptionName): Listed {
	return BY_NAME.get(name) as Listed;
}

const titleOf = (name: OptionName): InputField => optionOf(name).field.displayName as InputField;

/**
 * An empty safeguard must never mean "no limit", and no model may choose its own limits.
 *
 * @throws InvalidInput
 */
function refuseUnset({ field, modelMayChoose }: Listed, written: unknown): void {
	const label = field.displayName as InputField;
	if (modelMayChoose !== true && FROM_AI.test(JSON.stringify(written ?? ''))) {
		throw new InvalidInput(
			label,
			'An AI model would choose it, through $fromAI',
			'Set it yourself: a safeguard must limit the model, too.',
		);
	}
	if (isLeftEmpty(written)) {
		throw new InvalidInput(label, 'It was added and left empty', 'Fill it in, or remove it.');
	}
}

/**
 * Whether the raw value is empty; what an expression resolves to is checked when it is read. n8n turns
 * an expression for a whole group into a group without fields.
 */
function isLeftEmpty(written: unknown): boolean {
	if (isGroup(written)) return Object.keys(written).length === 0;
	return /^=?(?:[\s,;|]|\{\{\s*\}\})*$/.test(String(written ?? ''));
}

function differs(field: InputField, value: unknown, first: unknown): InvalidInput {
	return new InvalidInput(
		field,
		`${String(value)} for this item, ${String(first)} for the first; it must be the same for all`,
		`Give all items the same ${field}, or send them in separate runs, for example with Loop Over Items.`,
	);
}

const MAX_NAMED = 10;

/** Who may get an SMS, for every operation with recipients. */
export interface RecipientLimits {
	/** Read once per run: it may be another node's whole output. */
	readonly doNotContact: DoNotContact;
	/** Why the list cannot be read; then nothing is sent. */
	readonly refusal?: unknown;
	/** @throws Refused for recipients missing from Allowed Recipients */
	check(itemIndex: number, recipients: readonly string[]): void;
}

export function readLimits(options: GivenOptions): RecipientLimits {
	const check: RecipientLimits['check'] = (itemIndex, recipients) => {
		const allowed = options.read('allowedRecipients', itemIndex);
		const strangers = recipients.filter((recipient) => !allowed.has(recipient));
		if (strangers.length === 0) return;
		throw new Refused(
			'NOT_ALLOWED',
			`Allowed Recipients does not include ${firstOf(strangers, MAX_NAMED)}. Nothing was sent`,
			codeMeaning('NOT_ALLOWED').remedy,
		);
	};
	try {
		return { doNotContact: options.read('doNotContact', 0), check };
	} catch (refusal) {
		return { doNotContact: NOBODY, check, refusal };
	}
}
