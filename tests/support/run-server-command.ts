import { execFile } from 'node:child_process'

export interface Ended {
	code: number
	stdout: string
	stderr: string
}

/** Runs a command of the server (`server/administrators.ts`, …) in its own process on this data directory. */
export function runServerCommand(
	entry: string,
	words: readonly string[],
	dataDirectory: string,
	settings: Record<string, string> = { TANDEM_ORIGIN: 'https://tandem.example' }
): Promise<Ended> {
	const env = { ...process.env, TANDEM_DATA: dataDirectory, ...settings }
	return new Promise((resolve) => {
		execFile(process.execPath, [entry, ...words], { env }, (error, stdout, stderr) =>
			resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
		)
	})
}
