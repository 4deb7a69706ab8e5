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
import { codeMeaning, type Warning } from '../../sms/codes';
import { figure } from '../../sms/figure';
import type { Spreading } from '../../sms/schedule/spreading';
import type { OptionValue } from './options';

/** What the node tells of one input item. */
export interface ItemOutput {
	readonly entry: Entry;
	/** One for each number, where the user asked for that. */
	readonly perRecipient: () => readonly Entry[];
	/** Fields of the input item to add, where the user asked for them. */
	readonly input?: IDataObject | undefined;
}

/** What the output of a run looks like. */
export interface OutputRules {
	readonly outputPer: OptionValue<'outputPer'>;
	/** Whether rows are flat. */
	readonly simplify: boolean;
	readonly simulated: boolean;
	/** Of the whole run. */
	readonly warnings: readonly Warning[];
	/** Null where the items leave as Send At says. */
	readonly spreading: Spreading | null;
}

/** A line for people, which says so where nothing of it is real. */
export const told = (line: string, simulated: boolean): string =>
	simulated ? `Simulated: ${line}` : line;

/**
 * The output items, in the order of the input, with hints above them.
 *
 * @param warnings about the whole run: they are hints, and stand with the first item
 * @throws NodeApiError or NodeOperationError for the first failure when n8n is to stop; it tells what
 *   became of all items
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
	const failed = rows.every(isNumberRefused)
		? firstFailed(outputs)
		: firstFailed(outputs, (row) => !isNumberRefused(row));
	if (failed && onError === 'stop') {
		const { code, meaning, remedy } = failed;
		const others = outputs.length === 1 ? '' : `${tallyLine(tally, simulated)}.${howToGoOn(rows)}`;
		throw nodeError(node, {
			code,
			meaning: told(sentAlready(tally) + meaning, simulated),
			remedy: `${remedy} ${others}`.trim(),
		});
	}
	const accepted = rows.filter((row) => row.accepted > 0);
	const times = spreading?.line(accepted.map(({ scheduledAt }) => scheduledAt)) ?? [];
	showSummary(context, outputs, tally, simulated, times);
	const ofRows = rows.map(({ details }) => details.warnings);
	showWarnings(context, warnings, ofRows, (line) => told(line, simulated));
	if (outputPer === 'run') return [runItem(outputs, tally, onError, { simplify, simulated })];
	return outputs.flatMap((output, item) => {
		const entries = outputPer === 'recipient' ? output.perRecipient() : [output.entry];
		return entries.map((entry, position) => {
			const told = item + position === 0 ? withWarnings(entry, warnings) : entry;
			const json = jsonOf(told, onError, { simplify, simulated }, output.input);
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
 * Whether the provider refused a number for itself. Alone in its run, that is a failure. Beside others
 * it must not stop the workflow: whoever runs it again would text the others twice.
 */
function isNumberRefused({ outcome, code }: Row): boolean {
	const { from, about } = codeMeaning(code);
	return outcome === 'rejected' && from === 'provider' && about === 'number';
}

/** Who has the SMS, for whoever wants to run the node again. */
function sentAlready({ counts: { accepted } }: Tally): string {
	if (accepted === 0) return '';
	const who = accepted === 1 ? '1 person already has' : `${figure(accepted)} people already have`;
	return `${who} this SMS: running it again sends it to them twice, unless Never Send Twice is set. `;
}

/** Where items only waited for one that cannot be sent as it is. */
function howToGoOn(rows: readonly Row[]): string {
	const others = rows.filter(({ code }) => code === 'NOT_TRIED').length;
	return others === 0 ? '' : ` Set On Error to Continue to reach the other ${figure(others)}.`;
}

/** The first that did not go well, if there is one; rather the cause than what only waited for it. */
function firstFailed(
	outputs: readonly ItemOutput[],
	counts: (row: Row) => boolean = () => true,
): Failure | undefined {
	const failed = outputs.flatMap(({ entry: { row, failure } }) => {
		return failure === null || !counts(row) ? [] : [{ row, ...failure, code: row.code }];
	});
	return failed.find(({ row }) => !isNotTried(row)) ?? failed[0];
}

/** Whether nothing was wrong with the item: it waited for others. */
const isNotTried = ({ outcome, code }: Row): boolean =>
	outcome === 'notSent' && codeMeaning(code).about === 'run';

type Shape = Pick<OutputRules, 'simplify' | 'simulated'>;

/** @param input fields to add, but for those whose names are the result's */
function jsonOf(
	{ row, failure }: Entry,
	onError: OnError,
	{ simplify, simulated }: Shape,
	input: IDataObject = {},
): IDataObject {
	const { outcome, ...others } = simplify ? flatRow(row) : wholeRow(row);
	const added = Object.entries(input).filter(([name]) => !RESULT_NAMES.has(name));
	const { details, ...plain } = { outcome, ...mark(simulated), ...others } as IDataObject;
	const extra = Object.fromEntries(added);
	const known = { ...plain, ...extra };
	const last = simplify ? {} : { details: details as IDataObject };
	if (failure === null || onError === 'stop') return { ...known, ...last };
	const isShort = simplify && onError === 'errorOutput';
	const told = isShort ? { ...mark(simulated), ...flatFailure(row), ...extra } : known;
	return failedJson(told, { ...failure, code: row.code }, onError, last);
}

/**
 * Every name that a row may have, even if this one lacks it: an input's `error` would make it a
 * failure.
 */
const RESULT_NAMES: ReadonlySet<string> = new Set([
	...['outcome', 'simulated', 'recipient', 'reason', 'credits', 'creditsLeft', 'text', 'warnings'],
	...['campaignId', 'scheduledAt', 'code', 'accepted', 'details', 'error'],
]);

/** For an output of which nothing is real. */
export const mark = (simulated: boolean): IDataObject => (simulated ? { simulated } : {});

/** The whole run as one item; a failure where one of its items is. */
function runItem(
	outputs: readonly ItemOutput[],
	tally: Tally,
	onError: OnError,
	{ simplify, simulated }: Shape,
): INodeExecutionData {
	const pairedItem = outputs.map((_, item) => ({ item }));
	const { counts, reasons, credits, creditsLeft } = tally;
	const plain = { items: outputs.length, ...mark(simulated), ...counts, credits, creditsLeft };
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
	// With several reasons, the remedy of one would puzzle.
	const remedy = reasons.length === 1 ? first.remedy : '';
	return { json: failedJson(plain, { ...first, meaning, remedy }, onError, details), pairedItem };
}

/** Above the output, if there are several items, or anything is not accepted or not real. */
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
	const { unknown, notSent } = tally.counts;
	const isYellow =
		unknown > 0 || notSent > 0 || outputs.some(({ entry }) => entry.failure !== null);
	const type = isYellow ? 'warning' : 'info';
	const line = [tallyLine(tally, simulated), ...times].join(' · ');
	giveHint(context, told(line, simulated), type);
}

/** Numbers that a cell of a table can show. */
const SHOWN_NUMBERS = 3;

/** What a table shows at one glance: no value is nested, and what has none is null. */
export function flatRow(row: Row): IDataObject {
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

/** The same with everything that is known. */
export function wholeRow(row: Row): IDataObject {
	const { recipient, accepted, details } = row;
	return { ...flatRow(row), recipient, accepted, details };
}

/** What the error output holds, where one look must do: the failure, and what was spent all the same. */
export function flatFailure({
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

/** All of them as one text, empty where there is none. */
export const warningsText = (warnings: readonly Warning[]): string =>
	warnings.map(({ message }) => message).join('; ');

/** @param joined numbers, joined by ", " */
export function fewNumbers(joined: string): string {
	const numbers = joined.split(', ');
	if (numbers.length <= SHOWN_NUMBERS) return joined;
	const others = figure(numbers.length - SHOWN_NUMBERS);
	return `${numbers.slice(0, SHOWN_NUMBERS).join(', ')} and ${others} more`;
}
