import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as plain from './stand-ins.ts'

/** The app's libraries; of lib0, only the modules that these libraries import. */
const libraries = [
	'node_modules/yjs/src/**/*.js',
	'node_modules/y-protocols/*.js',
	'node_modules/y-websocket/src/*.js',
	'node_modules/y-indexeddb/src/*.js',
	'node_modules/lib0/buffer.js'
]

it('has all that the libraries ask of where they run', () => {
	const asked = new Set<string>()
	for (const file of globSync(libraries)) {
		const source = readFileSync(file, 'utf8')
		for (const [, name = ''] of source.matchAll(/import \* as (\w+) from '(?:lib0|\.)\/environment(?:\.js)?'/g)) {
			for (const [, member = ''] of source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))) asked.add(member)
		}
		for (const [, names = ''] of source.matchAll(/import \{([^}]+)\} from 'lib0\/environment'/g)) {
			for (const member of names.split(',')) asked.add(member.trim())
		}
	}
	expect([...asked].sort()).toEqual(expect.arrayContaining(['getVariable', 'isNode']))
	expect([...asked].filter((member) => member !== 'js' && !Object.hasOwn(plain, member))).toEqual([])
})
