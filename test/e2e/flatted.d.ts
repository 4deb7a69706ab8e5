// The package's types are for its ES module; here its CommonJS build is loaded.
declare module 'flatted' {
	export function parse(text: string): unknown;
}
