import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Entry } from '../../campaign/outcome/entry';
import type { Row } from '../../campaign/outcome/verdict';
import { tallyLine, tallyOf, type Tally } from '../../campaign/outcome/tally';
import {
	failedJson,
	type Failure,
	nodeError,
	type OnError,
	onErrorOf,
	rowNumbers,
} from '../../n8n/failure';
import { giveHint, showWarnings } from '../../n8n/hints';
import { codeMeaning, type CodeRow, type Warning } from '../../sms/codes';
import { figure } from '../../sms/figure';
import type { Spreading } from '../../sms/schedule/spreading';
import type { OptionValue } from './options';

export interface ItemOutput {
	readonly entry: Entry;
	/** One entry per recipient, if the user chose that. */
	readonly perRecipient: () => readonly Entry[];
	/** Input fields to add, if the user chose that. */
	readonly input?: IDataObject | undefined;
}

export interface OutputRules {
	readonly outputPer: OptionValue<'outputPer'>;
	readonly simplify: boolean;
	readonly simulated: boolean;
	/** Warnings about the whole run. */
	readonly warnings: readonly Warning[];
	/** Null if the items leave at Send At. */
	readonly spreading: Spreading | null;
}

/** Marks a line for people as simulated. */
export const prefixSimulated = (line: string, simulated: boolean): string =>
	simulated ? `Simulated: ${line}` : line;

/**
 * The output items in input order, with hints above them.
 *
 * @param warnings about the whole run: shown as hints and returned with the first item
 * @throws NodeApiError or NodeOperationError for the first failure if On Error is Stop; its message
 *   covers all items
 */
export function outputItems(
	context: IExecuteFunctions,
	outputs: readonly ItemOutput[],
	{ outputPer, simplify, simulated, warnings, spreading }: OutputRules,
): INodeExecutionData[] {
	const node = context.getNode();
	const onError = onErrorOf(node);
	const rows = outputs.map(({ entry }) => entry.row);
	const savings = outputs.flatMap(({ entry }) => entry.saving ?? []);
	const tally = tallyOf(rows, rowNumbers(context), savings);
	const failed = rows.every((row) => isNumberRefused(row, 'provider', 'numbering'))
		? firstFailed(outputs)
		: firstFailed(outputs, (row) => !isNumberRefused(row, 'provider'));
	if (failed && onError === 'stop') {
		const { code, meaning, remedy } = failed;
		const others = outputs.length === 1 ? '' : `${tallyLine(tally, simulated)}.${howToGoOn(rows)}`;
		throw nodeError(node, {
			code,
			meaning: prefixSimulated(sentAlready(tally) + meaning, simulated),
			remedy: `${remedy} ${others}`.trim(),
		});
	}
	const accepted = rows.filter((row) => row.accepted > 0);
	const times = spreading?.line(accepted.map(({ scheduledAt }) => scheduledAt)) ?? [];
	showSummary(context, outputs, tally, simulated, times);
	const ofRows = rows.map(({ details }) => details.warnings);
	showWarnings(context, warnings, ofRows, (line) => prefixSimulated(line, simulated));
	if (outputPer === 'run') return [runItem(outputs, tally, onError, { simplify, simulated })];
	return outputs.flatMap((output, item) => {
		const entries = outputPer === 'recipient' ? output.perRecipient() : [output.entry];
		return entries.map((entry, position) => {
			const shown = item + position === 0 ? withWarnings(entry, warnings) : entry;
			const json = jsonOf(shown, onError, { simplify, simulated }, output.input);
			return { json, pairedItem: { item } };
		});
	});
}

function withWarnings({ row, failure }: Entry, warnings: readonly Warning[]): Entry {
	const { details } = row;
	const all = [...warnings, ...details.warnings];
	return { row: { ...row, details: { ...details, warnings: all } }, failure };
}

/**
 * Whether the recipient itself was refused. By the provider, and with other items, that must not stop
 * the workflow: whoever runs it again would text the others twice.
 */
function isNumberRefused({ outcome, code }: Row, ...by: Array<CodeRow['from']>): boolean {
	const { from, about } = codeMeaning(code);
	return outcome === 'rejected' && by.includes(from) && about === 'number';
}

/** Warns users who might run the node again. */
function sentAlready({ counts: { accepted } }: Tally): string {
	if (accepted === 0) return '';
	const who = accepted === 1 ? '1 person already has' : `${figure(accepted)} people already have`;
	return `${who} this SMS: running it again sends it to them twice, unless Never Send Twice is set. `;
}

/** A remedy for items that were held back by an invalid one. */
function howToGoOn(rows: readonly Row[]): string {
	const others = rows.filter(({ code }) => code === 'NOT_TRIED').length;
	return others === 0 ? '' : ` Set On Error to Continue to reach the other ${figure(others)}.`;
}

/** The first failure, preferably a cause rather than an item that was held back by it. */
function firstFailed(
	outputs: readonly ItemOutput[],
	counts: (row: Row) => boolean = () => true,
): Failure | undefined {
	const failed = outputs.flatMap(({ entry: { row, failure } }) => {
		return failure === null || !counts(row) ? [] : [{ row, ...failure, code: row.code }];
	});
	return failed.find(({ row }) => !isNotTried(row)) ?? failed[0];
}

/** Whether the item was held back by others. */
const isNotTried = ({ outcome, code }: Row): boolean =>
	outcome === 'notSent' && codeMeaning(code).about === 'run';

type Shape = Pick<OutputRules, 'simplify' | 'simulated'>;

/** @param input fields to add; the result's own names take precedence */
function jsonOf(
	{ row, failure }: Entry,
	onError: OnError,
	{ simplify, simulated }: Shape,
	input: IDataObject = {},
): IDataObject {
	const { outcome, ...others } = simplify ? flatRow(row) : wholeRow(row);
	const added = Object.entries(input).filter(([name]) => !RESULT_NAMES.has(name));
	const { details, ...plain } = { outcome, ...simulatedFlag(simulated), ...others } as IDataObject;
	const extra = Object.fromEntries(added);
	const known = { ...plain, ...extra };
	const last = simplify ? {} : { details: details as IDataObject };
	if (failure === null || onError === 'stop') return { ...known, ...last };
	const isShort = simplify && onError === 'errorOutput';
	const shown = isShort ? { ...simulatedFlag(simulated), ...flatFailure(row), ...extra } : known;
	return failedJson(shown, { ...failure, code: row.code }, onError, last);
}

/** Every name that a row may have. An input's `error` would turn the item into a failure. */
const RESULT_NAMES: ReadonlySet<string> = new Set([
	...['outcome', 'simulated', 'recipient', 'reason', 'credits', 'creditsLeft', 'text', 'warnings'],
	...['campaignId', 'scheduledAt', 'code', 'accepted', 'details', 'error'],
]);

/** Marks a simulated output. */
export const simulatedFlag = (simulated: boolean): IDataObject => (simulated ? { simulated } : {});

/** The run as one item; a failure if any of its items is. */
function runItem(
	outputs: readonly ItemOutput[],
	tally: Tally,
	onError: OnError,
	{ simplify, simulated }: Shape,
): INodeExecutionData {
	const pairedItem = outputs.map((_, item) => ({ item }));
	const { counts, reasons, credits, creditsLeft } = tally;
	const plain = {
		items: outputs.length,
		...simulatedFlag(simulated),
		...counts,
		credits,
		creditsLeft,
	};
	const details: IDataObject = simplify
		? { reasons: reasons.map(({ count, reason }) => `${figure(count)} × ${reason}`).join('; ') }
		: {
				details: {
					reasons: reasons.map(({ outcome, code, reason, count }) => ({
						outcome,
						code,
						reason,
						count,
					})),
				},
			};
	const first = firstFailed(outputs);
	if (!first || onError === 'stop') return { json: { ...plain, ...details }, pairedItem };
	const meaning = tallyLine(tally, simulated);
	// With several reasons, one remedy would confuse.
	const remedy = reasons.length === 1 ? first.remedy : '';
	return { json: failedJson(plain, { ...first, meaning, remedy }, onError, details), pairedItem };
}

/** Shows a summary above the output, unless the only item was simply accepted. */
function showSummary(
	context: IExecuteFunctions,
	outputs: readonly ItemOutput[],
	tally: Tally,
	simulated: boolean,
	times: readonly string[],
): void {
	const isAccepted = outputs.length === 1 && outputs[0]?.entry.row.outcome === 'accepted';
	const isPlain = isAccepted && !simulated && tally.savings.length === 0;
	if (outputs.length === 0 || isPlain) return;
	// Whatever is unknown or not sent is a failure.
	const type = outputs.some(({ entry }) => entry.failure !== null) ? 'warning' : 'info';
	const line = [tallyLine(tally, simulated), ...times].join(' · ');
	giveHint(context, prefixSimulated(line, simulated), type);
}

/** Recipients shown in a table cell. */
const SHOWN_NUMBERS = 3;

/** A row without nested values; missing values are null. */
function flatRow(row: Row): IDataObject {
	const { outcome, reason, credits, creditsLeft, scheduledAt, code, details } = row;
	return {
		outcome,
		recipient: fewNumbers(row.recipient),
		reason,
		credits,
		creditsLeft,
		text: details.sms?.text ?? null,
		warnings: warningsText(details.warnings),
		campaignId: row.campaignId || null,
		scheduledAt,
		code,
	};
}

function wholeRow(row: Row): IDataObject {
	const { recipient, accepted, details } = row;
	return { ...flatRow(row), recipient, accepted, details };
}

/** The short row for the error output: the failure, and what was spent all the same. */
function flatFailure({
	outcome,
	code,
	recipient,
	accepted,
	credits,
	creditsLeft,
}: Row): IDataObject {
	const spent = accepted > 0 ? { accepted, credits, creditsLeft } : {};
	return { outcome, code, recipient: fewNumbers(recipient), ...spent };
}

export const warningsText = (warnings: readonly Warning[]): string =>
	warnings.map(({ message }) => message).join('; ');

/** @param joined recipients, joined by ", " */
export function fewNumbers(joined: string): string {
	const numbers = joined.split(', ');
	if (numbers.length <= SHOWN_NUMBERS) return joined;
	const others = figure(numbers.length - SHOWN_NUMBERS);
	return `${numbers.slice(0, SHOWN_NUMBERS).join(', ')} and ${others} more`;
}
