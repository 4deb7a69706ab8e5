import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

/** One operation of a resource: its entry in the field Operation, its fields and its code. */
export interface Operation {
	readonly entry: INodePropertyOptions;
	/** Fields of this operation only. */
	readonly fields: readonly INodeProperties[];
	/** Values of an item, besides `error`, if the operation could not run. */
	readonly ifNotRun?: IDataObject;
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}
