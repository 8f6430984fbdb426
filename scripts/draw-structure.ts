/**
 * Draws the structure of a checkout as SVG. Folders are rooms, imports are arrows, and each arrow points down to the
 * imported file.
 *
 *     node scripts/draw-structure.ts <checkout> <picture.svg>            the whole: one box for each room
 *     node scripts/draw-structure.ts <checkout> <picture.svg> <folder,…>   some folders: one box for each file
 *
 * An arrow that points up is red. Tests are left out.
 */
import { writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import { openCheckout, readSources, type Source } from './checkout.ts'

interface Box {
	name: string
	room: string
	note: string
	level: number
	x: number
	y: number
	width: number
}

interface Arrow {
	from: string
	to: string
	count: number
}

const NOT_DRAWN = /\.(test|spec)\.|\/(testing|fixtures|paraglide)\//
const BOX_HEIGHT = 22
const LEVEL_HEIGHT = 64
const GAP = 10
const LETTER = 6.4
const BOLD_LETTER = 6.8
const MOST_WIDTH = 1500

const [root = '.', picture = '', folder = ''] = process.argv.slice(2)
if (picture === '') throw new Error('Usage: node scripts/draw-structure.ts <checkout> <picture.svg> [folder,…]')
const sources = readSources(openCheckout(root), (file) => /^(src|server)\//.test(file) && !NOT_DRAWN.test(file)).filter(
	({ file }) => folder === '' || folder.split(',').some((one) => file.startsWith(`${one}/`))
)
const nameOf = folder === '' ? roomOf : ({ file }: Pick<Source, 'file'>) => file
writeFileSync(picture, draw(sources))

/** In the picture of the whole: `src/lib/<room>`, `src/routes`, `server/<room>`. Files beside these folders form one room. */
function roomOf({ file }: Pick<Source, 'file'>): string {
	const parts = posix.dirname(file).split('/')
	if (parts[0] === 'server') return parts.slice(0, 2).join('/')
	return parts[1] === 'lib' ? parts.slice(0, 3).join('/') : parts.slice(0, 2).join('/')
}

function draw(sources: readonly Source[]): string {
	const arrows = findArrows(sources)
	const levels = findLevels([...new Set(sources.map(nameOf))], arrows)
	const boxes = [...levels].map(([name, level]): Box => {
		const inside = sources.filter((source) => nameOf(source) === name)
		const lines = inside.reduce((sum, source) => sum + source.lines, 0)
		const short = folder === '' ? name : posix.basename(name)
		const note = folder === '' ? `${inside.length} files, ${lines} lines` : String(lines)
		const room = folder === '' ? '' : posix.dirname(name)
		return { name, room, note, level, x: 0, y: 0, width: Math.ceil((short.length + note.length + 3) * LETTER) }
	})
	const rooms = [...new Set(boxes.map(({ room }) => room))].sort()
	let left = GAP
	const frames: string[] = []
	for (const room of rooms) {
		const own = boxes.filter((box) => box.room === room)
		const title = `${room}: ${own.length}`.length * BOLD_LETTER + 2 * GAP
		const width = Math.max(title, layOutBoxes(own, left, (MOST_WIDTH * own.length) / boxes.length))
		if (room !== '') frames.push(frameOf(room, own, left, width))
		left += width + 3 * GAP
	}
	// Rows of a level may wrap: every level begins below the last row of the one above, in all rooms.
	spreadLevels(boxes)
	const byName = new Map(boxes.map((box) => [box.name, box]))
	const height = Math.max(...boxes.map(({ y }) => y)) + BOX_HEIGHT + 3 * GAP
	const most = Math.max(1, ...arrows.map(({ count }) => count))
	const lines = arrows.map((arrow) => lineOf(arrow, byName, most))
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left} ${height}" font-family="sans-serif" font-size="11">`,
		'<rect width="100%" height="100%" fill="#f7f5f0"/>',
		...frames.map((frame) => frame.replace('HEIGHT', String(height - GAP - 2))),
		...lines,
		...boxes.map(drawBox),
		'</svg>\n'
	].join('\n')
}

function findArrows(sources: readonly Source[]): Arrow[] {
	const known = new Map(sources.map((source) => [source.file, nameOf(source)]))
	const arrows = new Map<string, Arrow>()
	for (const source of sources) {
		for (const { path } of source.imports) {
			const [from, to] = [nameOf(source), known.get(path ?? '')]
			if (to === undefined || from === to) continue
			const arrow = arrows.get(`${from} ${to}`) ?? { from, to, count: 0 }
			arrows.set(`${from} ${to}`, { ...arrow, count: arrow.count + 1 })
		}
	}
	return [...arrows.values()]
}

/** A box that imports nothing is at the bottom. In a circle the arrow with the fewest imports points up. */
function findLevels(names: readonly string[], arrows: readonly Arrow[]): ReadonlyMap<string, number> {
	const down = new Map(names.map((name) => [name, [] as string[]]))
	const reaches = (from: string, to: string): boolean =>
		from === to || (down.get(from) ?? []).some((next) => reaches(next, to))
	for (const { from, to } of arrows.toSorted((one, other) => other.count - one.count))
		if (!reaches(to, from)) down.get(from)?.push(to)
	const depths = new Map<string, number>()
	function depthOf(name: string): number {
		const known = depths.get(name)
		if (known !== undefined) return known
		const depth = Math.max(-1, ...(down.get(name) ?? []).map(depthOf)) + 1
		depths.set(name, depth)
		return depth
	}
	const deepest = Math.max(0, ...names.map(depthOf))
	return new Map(names.map((name) => [name, deepest - depthOf(name)]))
}

/** Lays the boxes out in rows from `left` on, one level below the other. Returns the width of the room. */
function layOutBoxes(boxes: readonly Box[], left: number, wanted: number): number {
	const most = Math.max(wanted, ...boxes.map(({ width }) => width + 2 * GAP))
	let right = left
	for (const level of new Set(boxes.map((box) => box.level))) {
		let x = left + GAP
		let row = 0
		for (const box of boxes.filter((one) => one.level === level)) {
			if (x + box.width > left + most && x > left + GAP) [x, row] = [left + GAP, row + 1]
			box.x = x
			box.y = row
			x += box.width + GAP
			right = Math.max(right, x)
		}
	}
	return right - left
}

function spreadLevels(boxes: readonly Box[]): void {
	let top = 4 * GAP
	for (let level = 0; level <= Math.max(...boxes.map((box) => box.level)); level++) {
		const own = boxes.filter((box) => box.level === level)
		const rows = Math.max(0, ...own.map(({ y }) => y)) + 1
		for (const box of own) box.y = top + box.y * (BOX_HEIGHT + GAP)
		top += (rows - 1) * (BOX_HEIGHT + GAP) + LEVEL_HEIGHT
	}
}

function frameOf(room: string, boxes: readonly Box[], left: number, width: number): string {
	return [
		`<rect x="${left}" y="${GAP / 2}" width="${width}" height="HEIGHT" rx="10" fill="#efece5" stroke="#d5cfc2"/>`,
		`<text x="${left + GAP}" y="${GAP / 2 + 16}" font-weight="700" fill="#18211e">${escape(room)}: ${boxes.length}</text>`
	].join('')
}

function lineOf({ from, to, count }: Arrow, boxes: ReadonlyMap<string, Box>, most: number): string {
	const [start, end] = [boxes.get(from), boxes.get(to)]
	if (start === undefined || end === undefined) return ''
	const isUp = end.y <= start.y
	const [x1, y1] = [start.x + start.width / 2, start.y + (isUp ? 0 : BOX_HEIGHT)]
	const [x2, y2] = [end.x + end.width / 2, end.y + (isUp ? BOX_HEIGHT : 0)]
	const bend = (y1 + y2) / 2
	const width = folder === '' ? 1 + (7 * count) / most : 1
	const colour = isUp ? '#a5231b' : '#0b5d4b'
	const path = `<path d="M${x1} ${y1}C${x1} ${bend} ${x2} ${bend} ${x2} ${y2}" fill="none" stroke="${colour}" stroke-opacity="${folder === '' ? 0.45 : 0.3}" stroke-width="${width.toFixed(1)}"/>`
	return folder === '' ? `${path}<title>${escape(`${from} → ${to}: ${count}`)}</title>` : path
}

function drawBox({ name, note, x, y, width }: Box): string {
	const short = folder === '' ? name : posix.basename(name)
	return [
		`<rect x="${x}" y="${y}" width="${width}" height="${BOX_HEIGHT}" rx="5" fill="#fff" stroke="#7d8883"/>`,
		`<text x="${x + 6}" y="${y + 15}" fill="#18211e">${escape(short)} <tspan fill="#5f6a65">${escape(note)}</tspan></text>`
	].join('')
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
