import { spawn } from 'node:child_process'

export interface Finished {
	code: number
	output: string
	seconds: number
}

/** Runs a program to its end and returns its output; with `isLoud` also prints the output as it comes. */
export function run(
	command: string,
	args: readonly string[],
	options: { isLoud?: boolean; env?: Record<string, string>; cwd?: string } = {}
): Promise<Finished> {
	const startedAt = performance.now()
	const child = spawn(command, args, {
		shell: process.platform === 'win32',
		cwd: options.cwd,
		env: { ...process.env, ...options.env },
		stdio: ['ignore', 'pipe', 'pipe']
	})
	const chunks: Buffer[] = []
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			chunks.push(chunk)
			if (options.isLoud) process.stdout.write(chunk)
		})
	}
	return new Promise((resolve, reject) => {
		child.on('error', reject)
		child.on('exit', (code) => {
			const output = Buffer.concat(chunks).toString('utf8')
			resolve({ code: code ?? 1, output, seconds: (performance.now() - startedAt) / 1000 })
		})
	})
}
