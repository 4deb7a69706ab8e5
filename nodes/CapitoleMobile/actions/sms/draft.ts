import type { IExecuteFunctions } from 'n8n-workflow';

import type { Composition, CompositionRules } from '../../sms/composition';
import { compose } from '../../sms/composition';
import { InvalidInput } from '../../sms/invalidInput';
import { PROVIDER_TIMEZONE } from '../../sms/schedule/timeZone';
import type { SendingWindowOptions } from '../../sms/schedule/sendingWindowOptions';
import { DEFAULT_SENDING_WINDOW, readSendingWindow } from '../../sms/schedule/sendingWindowOptions';

/** The options that may differ from item to item, as the collection holds them. */
type ItemOptions = Partial<
	Pick<
		CompositionRules,
		'unsupportedCharacters' | 'gsm7Only' | 'invalidRecipients' | 'sendingWindow'
	>
> &
	SendingWindowOptions;

/**
 * One input item, read and checked.
 *
 * @throws InvalidInput for a field that cannot be sent as it is
 * @throws whatever n8n throws for an expression that does not resolve
 */
export function composeItem(context: IExecuteFunctions, itemIndex: number): Composition {
	const parameter = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, otherwise);
	return compose(
		{
			recipients: parameter('recipients', ''),
			text: parameter('text', ''),
			sender: parameter('sender', ''),
			route: parameter('route', 'N'),
			long: parameter('long', false),
			prog: parameter('prog', ''),
			id: parameter('id', ''),
		},
		compositionRules(context, context.getNodeParameter('options', itemIndex, {}) as ItemOptions),
	);
}

function compositionRules(context: IExecuteFunctions, options: ItemOptions): CompositionRules {
	const { sendingWindow = 'off', sendingHours, sendingDays, publicHolidays, timezone } = options;
	return {
		unsupportedCharacters: options.unsupportedCharacters ?? 'replace',
		gsm7Only: options.gsm7Only ?? false,
		invalidRecipients: options.invalidRecipients ?? 'error',
		sendingWindow,
		// The hours are Paris hours, whatever clock the provider reads `prog` on.
		window:
			sendingWindow === 'off'
				? DEFAULT_SENDING_WINDOW
				: readSendingWindow({ sendingHours, sendingDays, publicHolidays }),
		workflowTimezone: context.getTimezone(),
		providerTimezone: timezone || PROVIDER_TIMEZONE,
		now: Date.now(),
	};
}

/**
 * The name under which an item's SMS is sent once only; empty for none.
 *
 * @throws InvalidInput when it is not a text
 */
export function readIdempotencyKey(context: IExecuteFunctions, itemIndex: number): string {
	const key: unknown = context.getNodeParameter('options.idempotencyKey', itemIndex, '');
	if (key === undefined || key === null) return '';
	if (typeof key === 'string' || typeof key === 'number') return String(key).trim();
	throw new InvalidInput(
		'options.idempotencyKey',
		`The key is ${Array.isArray(key) ? 'a list' : `a value of type ${typeof key}`}, not a text`,
		'Give a text that names this SMS, for example {{ $json.orderId }}.',
	);
}
