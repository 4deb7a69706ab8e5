import path from 'node:path';

import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeType,
} from 'n8n-workflow';

/** The credential; `authenticate` writes the login into a request. */
type Credential = ICredentialType & {
	authenticate(
		data: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions>;
};

/**
 * Loads Capitole SMS and its credential from an installed package of any version. Finds them as n8n
 * does, by the paths in its package.json.
 *
 * @param load a `require` that resolves n8n-workflow
 */
export function installedTypes(
	folder: string,
	load: NodeJS.Require,
): { readonly node: INodeType; readonly credential: Credential } {
	const { n8n } = load(path.join(folder, 'package.json')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const make = (entries: readonly string[], name: string): unknown => {
		const entry = entries.find((file) => path.basename(file).startsWith(`${name}.`)) ?? '';
		const classes = load(path.join(folder, entry)) as Record<string, new () => unknown>;
		if (classes[name] === undefined) throw new Error(`There is no ${name} in ${folder}.`);
		return new classes[name]();
	};
	return {
		node: make(n8n.nodes, 'CapitoleSms') as INodeType,
		credential: make(n8n.credentials, 'CapitoleMobileApi') as Credential,
	};
}
