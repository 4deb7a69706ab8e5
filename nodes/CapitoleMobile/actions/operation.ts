import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

/** What the node can do with a resource: one entry of the field Operation, and what it runs. */
export interface Operation {
	/** As the field Operation lists it. */
	readonly entry: INodePropertyOptions;
	/** Fields of its own. */
	readonly fields: readonly INodeProperties[];
	/** What an item carries, beside `error`, where the operation could not be run at all. */
	readonly ifNotRun?: IDataObject;
	/** All input items to all output items. */
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}
