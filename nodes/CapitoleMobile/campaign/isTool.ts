import type { INode } from 'n8n-workflow';

/** Whether an AI agent calls the node: n8n makes a tool of it, and a review of its tools, named so. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');
