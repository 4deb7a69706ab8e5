import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { CapitoleMobileApi } from '../../credentials/CapitoleMobileApi.credentials';
import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import { CapitoleSmsTrigger } from '../../nodes/CapitoleMobile/CapitoleSmsTrigger/CapitoleSmsTrigger.node';

/** The fields that the editor shows, by node or credential. */
export const SHOWN = {
	node: new CapitoleSms().description,
	trigger: new CapitoleSmsTrigger().description,
	credential: new CapitoleMobileApi(),
} as const;

type Choice = INodePropertyOptions | INodeProperties | INodePropertyCollection;

/** Fields, including those within collections but not the choices of lists. */
export function fieldsOf(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) =>
		property.type === 'collection' ? [property, ...fieldsOf(fieldsWithin(property))] : [property],
	);
}

/** The fields of a collection. */
export function fieldsWithin({ options = [] }: INodeProperties): INodeProperties[] {
	return options.filter((option): option is INodeProperties => 'type' in option);
}

/** The fields of a group, a field of type fixedCollection. */
export function fieldsOfGroup({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((option) => ('values' in option ? option.values : []));
}

export function choicesOf({ type, options = [] }: INodeProperties): INodePropertyOptions[] {
	if (type === 'collection') return [];
	return options.filter((option: Choice): option is INodePropertyOptions => 'value' in option);
}

/** Every field of both nodes and the credential. */
export function allFields(): INodeProperties[] {
	return Object.values(SHOWN).flatMap(({ properties }) => fieldsOf(properties));
}

/** Every label shown in the editor. */
export function labels(): Set<string> {
	const fields = allFields().flatMap((field) => [field, ...fieldsOfGroup(field)]);
	return new Set([
		...Object.values(SHOWN).map(({ displayName }) => displayName),
		...fields.map(({ displayName }) => displayName),
		...fields.flatMap(choicesOf).flatMap(({ name, action = name }) => [name, action]),
	]);
}

/** n8n's own labels in documents and notes, as n8n 2.41.1 shows them; the last are GitHub's. */
export const OF_N8N: readonly string[] = [
	...['When Last Node Finishes', 'Respond to Webhook', 'Fixed', 'Import', 'From file', 'None'],
	...['Community nodes', 'Install a community node', 'Credentials', 'Create credential'],
	...['Execute step', 'Execute workflow', 'Collapse rows', 'Allowed HTTP Request Domains'],
	...['Table', 'Data table', 'Data tables', 'If Row Does Not Exist', 'Authentication', 'Settings'],
	...['Error Workflow (to notify when this one errors)', 'Save manual executions', 'Do not save'],
	...['Save failed production executions', 'Save successful production executions'],
	...['Save execution progress', 'Always Output Data', 'Timezone', 'Webhook URLs'],
	...['Production URL', 'Test URL', 'Remove Duplicates', 'Split Out'],
	...['On Error', 'Stop Workflow', 'Continue', 'Continue (using error output)'],
	...['Retry On Fail', 'Retry', 'Redact production execution data'],
	...['Redact manual execution data', 'Report a vulnerability', 'Download raw file'],
];
