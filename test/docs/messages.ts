/**
 * Every message that a person may get from the nodes, with the remedy that it comes with:
 *
 *   node dev/lab/run.mjs test/docs/messages.ts
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import { OWN_CODES, PROVIDER_CODES } from '../../nodes/CapitoleMobile/sms/answer/codes';
import {
	outcomeOfStatus,
	type StatusOutcome,
} from '../../nodes/CapitoleMobile/sms/answer/httpStatus';
import { CALLBACK_REFUSALS } from '../../nodes/CapitoleMobile/sms/callback/callbackRefusal';
import { tableRows } from './markdown';
import { allNodes, nodesIn, parsedSources, placeOf, ROOT } from './source';
import { declarationOf, OPEN, propertyOf, textsOf, callsOf } from './textOf';

export interface ListedMessage {
	/** What produces it. */
	readonly kind: 'input' | 'node' | 'code' | 'status' | 'recipient' | 'credential' | 'callback';
	readonly place: string;
	/** What it may say; `…` is known only at run time. */
	readonly messages: readonly string[];
	/** What it tells the person to do; an empty list is a dead end. */
	readonly remedies: readonly string[];
}

/** 500 stands for all that are not told apart. */
const STATUSES = [500, ...Array.from({ length: 500 }, (_, index) => index + 100)];

export function listMessages(): ListedMessage[] {
	return [
		...fromSource('input', 'InvalidInput', ([, message, remedy]) => [message, remedy]),
		...fromSource('node', 'NodeOperationError', ([, message, more]) => [
			message,
			more && propertyOf(more, 'description'),
		]),
		...codes(),
		...statuses(),
		...refusedRecipients(),
		...credentialTest(),
		...callbackRefusals(),
	];
}

/** The other things that are thrown in what ships, as `place: text`. */
export function otherThrows(): string[] {
	const known = ['InvalidInput', 'NodeOperationError'];
	return allNodes()
		.filter(ts.isThrowStatement)
		.map(({ expression }) => expression)
		.filter(ts.isNewExpression)
		.filter(({ expression }) => !known.includes(expression.getText()))
		.map((made) => `${placeOf(made)}: ${made.getText()}`);
}

type Pair = readonly [message: ts.Expression | undefined, remedy: ts.Expression | undefined];

/** What is made by `new CLASS(…)`; where a function does that for others, its calls are listed. */
function fromSource(
	kind: ListedMessage['kind'],
	className: string,
	pick: (arguments_: readonly ts.Expression[]) => Pair,
): ListedMessage[] {
	return allNodes()
		.filter(ts.isNewExpression)
		.filter(({ expression }) => expression.getText() === className)
		.flatMap((made) => spread(made, pick(made.arguments ?? [])))
		.map(([place, [message, remedy]]) => ({
			kind,
			place: placeOf(place),
			messages: message === undefined ? [] : textsOf(message),
			remedies: remedy === undefined ? [] : textsOf(remedy),
		}))
		.filter(({ messages }) => messages.join() !== OPEN);
}

/** Where message and remedy are parameters of one function: what its calls give for them. */
function spread(place: ts.Node, [message, remedy]: Pair): Array<[ts.Node, Pair]> {
	const [first, second] = [message, remedy].map((one) => one && declarationOf(one));
	if (first && second && ts.isParameter(first) && ts.isParameter(second)) {
		if (first.parent === second.parent) {
			const at = [first, second].map((one) => first.parent.parameters.indexOf(one));
			const given = callsOf(first.parent).map(({ arguments: arguments_ }) =>
				at.map((position) => arguments_[position]),
			);
			return callsOf(first.parent).map((call, index) => [
				call,
				[given[index]?.[0], given[index]?.[1]],
			]);
		}
	}
	return [[place, [message, remedy]]];
}

function codes(): ListedMessage[] {
	return Object.entries({ ...PROVIDER_CODES, ...OWN_CODES })
		.filter(([code]) => code !== 'SENDING_OK')
		.map(([code, { meaning, remedy }]) => ({
			kind: 'code',
			place: code,
			messages: [meaning],
			remedies: notEmpty([remedy]),
		}));
}

function statuses(): ListedMessage[] {
	return toldStatuses().map(({ code, message, remedy }) => ({
		kind: 'status',
		place: code,
		messages: [message],
		remedies: notEmpty([remedy]),
	}));
}

/** One status for each meaning, in their order; 500 stands for the rest and comes last. */
export function toldStatuses(): Array<StatusOutcome & { status: number }> {
	const told = new Map<string, StatusOutcome & { status: number }>();
	for (const status of STATUSES) {
		const outcome = outcomeOfStatus(status);
		const isRest = outcome.message === outcomeOfStatus(500).message.replace('500', String(status));
		const key = isRest ? 'rest' : String(status);
		if (!told.has(key)) told.set(key, { ...outcome, status });
	}
	return [...told.values()].sort((a, b) => (a.status === 500 ? 1 : b.status === 500 ? -1 : 0));
}

/** Calls of `refuse(code, reason, remedy)`: they come with the number before the reason. */
function refusedRecipients(): ListedMessage[] {
	return refusals().map(({ place, code, reasons, remedies }) => ({
		kind: 'recipient',
		place: `${place} ${code}`,
		messages: reasons,
		remedies: notEmpty(remedies),
	}));
}

export interface RecipientRefusal {
	readonly place: string;
	readonly code: string;
	readonly reasons: readonly string[];
	readonly remedies: readonly string[];
}

/** Why a recipient may be refused, by the calls of `refuse` in `sms/recipients`. */
export function refusals(): RecipientRefusal[] {
	return parsedSources()
		.files.filter(({ fileName }) => fileName.includes('/sms/recipients/'))
		.flatMap((file) => [...nodesIn(file)])
		.filter(ts.isCallExpression)
		.filter(({ expression }) => expression.getText() === 'refuse')
		.flatMap((call) => {
			const [code, reason, remedy] = call.arguments;
			if (code === undefined || reason === undefined) return [];
			const declared = declarationOf(call.expression);
			const own =
				declared && ts.isVariableDeclaration(declared) && declared.initializer !== undefined
					? declared.initializer
					: undefined;
			const fallback = own && ts.isArrowFunction(own) ? own.parameters[2]?.initializer : undefined;
			const advice = remedy ?? fallback;
			return textsOf(code)
				.filter((text) => text !== OPEN)
				.map((text) => ({
					place: placeOf(call),
					code: text,
					reasons: textsOf(reason),
					remedies: advice === undefined ? [] : textsOf(advice),
				}));
		});
}

/** What the credential's test answers where it does not pass: message and remedy in one. */
function credentialTest(): ListedMessage[] {
	return allNodes()
		.filter(ts.isObjectLiteralExpression)
		.filter((literal) => propertyOf(literal, 'status')?.getText() === "'Error'")
		.map((literal) => {
			const message = propertyOf(literal, 'message');
			const written = message?.getText() ?? '';
			const hasRemedy = written.includes('remedy') || /\b[Cc]heck\b/.test(written);
			return {
				kind: 'credential',
				place: placeOf(literal),
				messages: message === undefined ? [] : textsOf(message),
				remedies: hasRemedy ? ['(in the message)'] : [],
			};
		});
}

/** What callers of the trigger's URL are told; the remedy is for whoever looks it up. */
function callbackRefusals(): ListedMessage[] {
	const told = parsedSources()
		.files.filter(({ fileName }) => /\/trigger\/receive\.ts$/.test(fileName))
		.flatMap((file) => [...nodesIn(file)])
		.filter(ts.isCallExpression)
		.filter(({ expression }) => expression.getText() === 'refuse')
		.flatMap((call) => {
			const [, , reason] = call.arguments;
			return reason === undefined ? [] : textsOf(reason).map((text) => ({ call, text }));
		})
		.filter(({ text }) => text !== OPEN)
		.map(({ call, text }) => ({ place: placeOf(call), text }));
	const explained = Object.entries(CALLBACK_REFUSALS).map(([place, text]) => ({ place, text }));
	return [...told, ...explained].map(({ place, text }) => ({
		kind: 'callback',
		place,
		messages: [text],
		remedies: documentedRemedy(text),
	}));
}

/** The last cell of the row of docs/receiving.md that quotes a text. */
function documentedRemedy(text: string): string[] {
	const document = readFileSync(path.join(ROOT, 'docs', 'receiving.md'), 'utf8');
	const row = tableRows(document).find((cells) => cells.some((cell) => cell.includes(text)));
	return notEmpty([row?.at(-1) ?? '']);
}

const notEmpty = (texts: readonly string[]): string[] => texts.filter((text) => text !== '');

function main(): void {
	for (const { kind, place, messages, remedies } of listMessages()) {
		process.stdout.write(`${kind}  ${place}\n`);
		for (const message of messages) process.stdout.write(`    ${message}\n`);
		for (const remedy of remedies) process.stdout.write(`  → ${remedy}\n`);
		if (remedies.length === 0) process.stdout.write('  → (none)\n');
	}
}

if (require.main === module) main();
