import type { IExecuteFunctions } from 'n8n-workflow';

import { smsOf } from '../../campaign/outcome/verdict';
import { repeatedSms } from '../../campaign/requests';
import { giveHint, showWarnings } from '../../n8n/hints';
import { perItem, rowNumbers } from '../../n8n/failure';
import { hasPlaceholder, withLink } from '../ask/link';
import {
	compose,
	type Composition,
	type CompositionRules,
	type MessageFields,
} from '../../sms/composition';
import { creditsOf } from '../../sms/credits';
import { counted, rowsNamed } from '../../sms/figure';
import { localTimes } from '../../sms/schedule/timeZone';
import type { Spreading } from '../../sms/schedule/spreading';
import type { Warning } from '../../sms/codes';
import { inPlainLetters } from '../../sms/text/rewriting';
import type { Operation } from '../operation';
import { fewNumbers, warningsText } from './output';
import { GivenOptions, readLimits } from './givenOptions';
import { readItems, spreadByItem, spreadItems } from './readItems';

/** Shows what is known about the items' SMS without sending them. Needs no request and no credential. */
export const preview: Operation = {
	entry: {
		name: 'Preview',
		value: 'preview',
		description:
			'Show the text as phones will show it, its price and its warnings, without sending',
		action: 'Preview SMS',
	},
	fields: [],
	async execute(context) {
		const options = new GivenOptions(context);
		const limits = readLimits(options);
		const now = Date.now();
		const rows = rowNumbers(context);
		const read = readItems(context, options, limits, null, (fields, rules) =>
			composeItem(context, fields, rules),
		);
		const { refused } = read;
		let { items } = read;
		let { refusal } = limits;
		let spreading: Spreading | null = null;
		let isCombined = false;
		try {
			isCombined = options.ofAll('combineItems', refused);
			({ items, spreading } = spreadItems(read, options.ofAll('spreadOver', refused), now));
		} catch (reason) {
			refusal ??= reason;
		}
		items = refusal === undefined ? items.filter(({ itemIndex }) => !refused.has(itemIndex)) : [];
		const shown = new Map(items.map(({ itemIndex, composition }) => [itemIndex, composition]));
		const look = async (itemIndex: number): Promise<object> => {
			const composition = shown.get(itemIndex);
			if (composition === undefined) throw refusal ?? refused.get(itemIndex);
			const ofRun = itemIndex === 0 ? limits.doNotContact.warnings : [];
			const warnings = [...ofRun, ...composition.warnings];
			return rowOf(composition, warnings, options.read('simplify', itemIndex));
		};
		const output = await perItem(context, look, NOTHING_TO_SHOW);
		const compositions = [...shown.values()];
		const ofRun = [
			...limits.doNotContact.warnings,
			...(isCombined ? [] : repeatedSms(items)),
			...(spreading === null ? [] : spreadByItem(items, rows)),
		];
		const ofItems = output.map((_, item) => shown.get(item)?.warnings ?? []);
		const refusedRows = rows.filter((_, item) => !shown.has(item));
		const times = spreading?.line(compositions.map(({ scheduledAt }) => scheduledAt)) ?? [];
		const warnings = [...ofRun, ...ofItems.flat()].length;
		showPrice(context, compositions, refusedRows, warnings, times);
		for (const line of localTimes(compositions, now)) giveHint(context, line, 'info');
		showWarnings(context, ofRun, ofItems);
		return output;
	},
};

/**
 * Treats a text with `{link}` as a question and previews it as Send and Wait would send it: with a link
 * of realistic length, and in plain letters.
 */
function composeItem(
	context: IExecuteFunctions,
	fields: MessageFields,
	rules: CompositionRules,
): Composition {
	const { text } = fields;
	if (typeof text !== 'string' || !hasPlaceholder(text)) return compose(fields, rules);
	const link = context.getSignedResumeUrl({});
	const question = { ...fields, text: withLink(text, link) };
	const composition = compose(question, { ...rules, costlyLetters: 'plain' });
	const change = `“{link}” became a link as Send and Wait for Response writes it, of ${String(link.length)} characters; Send leaves it as it is`;
	return { ...composition, changes: [change, ...composition.changes] };
}

/** Columns of a refused item, the same as of all others. */
const NOTHING_TO_SHOW = {
	credits: 0,
	parts: 0,
	text: '',
	charactersLeft: null,
	recipient: '',
	sender: '',
	route: '',
	campaignId: null,
	scheduledAt: null,
	plainLettersSave: 0,
	warnings: '',
};

/** @param warnings about the item; for the first item, also those about the run */
function rowOf(composition: Composition, warnings: readonly Warning[], simplify: boolean): object {
	const { message, recipients, rejected, phoneText, count } = composition;
	const credits = creditsOf(message, recipients);
	const plain = { ...message, text: inPlainLetters(message.text) };
	const flat = {
		/** SMS credits that sending would cost. */
		credits,
		parts: count.segments,
		text: phoneText,
		charactersLeft: count.charactersLeft,
		recipient: fewNumbers(recipients.join(', ')),
		sender: message.sender,
		route: message.route,
		campaignId: message.id || null,
		scheduledAt: composition.scheduledAt,
		/** SMS credits that plain letters would save. */
		plainLettersSave: credits - creditsOf(plain, recipients),
		warnings: warningsText(warnings),
	};
	if (simplify) return flat;
	const details = { recipients, rejected, warnings, sms: smsOf(composition) };
	return { ...flat, recipient: recipients.join(', '), details };
}

/** One line above the output: `3 SMS to 3 numbers · 2 rows refused (5, 8) · 2 warnings`. */
function showPrice(
	context: IExecuteFunctions,
	read: readonly Composition[],
	refused: readonly number[],
	warnings: number,
	times: readonly string[],
): void {
	const total = (figureOf: (composition: Composition) => number): number =>
		read.reduce((sum, composition) => sum + figureOf(composition), 0);
	const numbers = total(({ recipients }) => recipients.length);
	const leftOut = total(({ rejected }) => rejected.length);
	const others = [
		...(leftOut > 0 ? [`${counted('number', leftOut)} left out`] : []),
		...(refused.length > 0
			? [`${counted('row', refused.length)} refused (${rowsNamed(refused)})`]
			: []),
		...(warnings > 0 ? [counted('warning', warnings)] : []),
	];
	const credits = total(({ message, recipients }) => creditsOf(message, recipients));
	const price = `${counted('SMS', credits)} to ${counted('number', numbers)}`;
	giveHint(
		context,
		[price, ...times, ...others].join(' · '),
		refused.length + warnings > 0 ? 'warning' : 'info',
	);
}
