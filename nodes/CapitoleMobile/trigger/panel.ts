import type { TriggerPanelDefinition } from 'n8n-workflow';

const tryIt = `<b>While you build the workflow</b>, click the 'execute step' button, then open the Test URL in a browser with one of the examples under Events behind it. The execution shows up here in the editor.<br /><br />If the credential has a Callback Secret, add <code>&amp;secret=</code> and the secret.`;

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
