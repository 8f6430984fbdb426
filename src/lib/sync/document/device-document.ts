import * as Y from 'yjs'

/** A document as a device holds it: of a part of a text that is gone stays where it was, so that words that come later are found to be of it. */
export function createDeviceDocument(): Y.Doc {
	const isForgettable = ({ content }: Y.Item) =>
		!(content instanceof Y.ContentType && (content.type instanceof Y.XmlText || content.type instanceof Y.XmlElement))
	return new Y.Doc({ gcFilter: isForgettable })
}
