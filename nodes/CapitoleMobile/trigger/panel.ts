import type { TriggerPanelDefinition } from 'n8n-workflow';

import { CALLBACK_EVENTS, type CallbackEvent } from '../sms/callback/callback';
import { EVENT_NAMES } from './properties';

/** For each event a callback to try it with, as it stands behind the Test URL. */
export const EXAMPLE_CALLBACKS: Readonly<Record<CallbackEvent, string>> = {
	delivered: '?gsm=33610203040&status=DELIVERED',
	undelivered: '?gsm=33610203040&status=INVALID_DESTINATION_ADDRESS',
	otherStatus: '?gsm=33610203040&status=EXPIRED',
	reply: '?num=33610203040&message=Hello',
	stop: '?num=33610203040&message=STOP',
};

// All five, whichever are chosen: n8n evaluates no expression in the panel's texts. The longest is
// wider than the panel, hence the places where a line may break.
const examples = CALLBACK_EVENTS.map(
	(event) =>
		`${EVENT_NAMES[event]}: <code>${EXAMPLE_CALLBACKS[event].replaceAll('&', '<wbr />&amp;')}</code>`,
).join('<br />');

const tryIt = `<b>While you build the workflow</b>, click the 'execute step' button and call the Test URL yourself: open it in a browser with the example for one of your events behind it. The execution shows up here in the editor.<br /><br />${examples}<br /><br />If the credential has a Callback Secret, add <code>&amp;secret=</code> and the secret.`;

/** What the editor shows beside the trigger. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive delivery reports, replies and STOPs',
	executionsHelp: {
		inactive: `${tryIt}<br /><br /><b>To receive from Capitole Mobile</b>, publish or activate the workflow and send them the Production URL as your callback URL. Not the Test URL: it only works while n8n listens for it.`,
		active: `${tryIt}<br /><br /><b>Capitole Mobile calls the Production URL</b>, if you have sent it to them as your callback URL. Those executions show up in the <a data-key='executions'>executions list</a>, not here.`,
	},
	activationHint: {
		inactive:
			'Publish or activate the workflow, then send Capitole Mobile the Production URL as your callback URL: they enter it for you.',
		active:
			'The workflow is live. If callbacks do not come, ask Capitole Mobile whether they have your Production URL.',
	},
};
