/** Says which dependencies of package.json are behind the latest patch of their version. A newer minor version is nobody's duty. */
import { readFileSync } from 'node:fs'
import { run } from './run.ts'

interface Description {
	dependencies: Record<string, string>
	devDependencies: Record<string, string>
	optionalDependencies: Record<string, string>
}

/** The registry is asked for so many packages at once. */
const AT_ONCE = 4

/** The newest of `published` with the major and minor number of `version`; prereleases do not count. */
export function newestPatch(version: string, published: readonly string[]): string {
	const [major, minor] = version.split('.')
	const patchOf = (each: string) => Number(each.split('.')[2])
	return published
		.filter((each) => /^\d+\.\d+\.\d+$/.test(each) && each.startsWith(`${major}.${minor}.`))
		.reduce((newest, each) => (patchOf(each) > patchOf(newest) ? each : newest), version)
}

/** The package behind a line of package.json: an alias says `npm:<name>@<version>`. */
export function publishedAs(name: string, version: string): { name: string; version: string } {
	const alias = /^npm:(.+)@(.+)$/.exec(version)
	return alias === null ? { name, version } : { name: alias[1]!, version: alias[2]! }
}

if (import.meta.main) {
	const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
		readFileSync('package.json', 'utf8')
	) as Description
	const waiting = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
	const count = waiting.length
	const behind: string[] = []
	await Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
				const { name, version } = publishedAs(...next)
				const newest = newestPatch(version, await listPublished(name))
				if (newest !== version) behind.push(`${name} ${version}: ${newest} is out`)
			}
		})
	)
	for (const line of behind.sort()) console.log(line)
	console.log(`dependencies=${count} behind=${behind.length}`)
	process.exitCode = behind.length === 0 ? 0 : 1
}

async function listPublished(name: string): Promise<string[]> {
	const { code, output } = await run('npm', ['view', name, 'versions', '--json'])
	if (code !== 0) throw new Error(`npm view ${name} failed: ${output}`)
	const published = JSON.parse(output) as string | string[]
	return typeof published === 'string' ? [published] : published
}
