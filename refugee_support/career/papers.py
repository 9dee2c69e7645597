"""Files that people bring, of every kind, become pages; many become one PDF. Needs Pillow and pypdf, no frappe.

Every refusal is a `Refused` with a reason the desk puts into words (`career/messages.py`); what was uploaded stays as it is.
"""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter

from refugee_support.career.profile import Photo

MEGABYTE = 1024 * 1024
LARGEST_FOLDER = 5 * MEGABYTE  # what employers' portals and mailboxes take
LARGEST_FILE = 25 * MEGABYTE
MOST_PIXELS = 40_000_000  # a telephone's photograph has 12 to 50 million; unpacked, four bytes each
MOST_PAGES = 60
A4_PIXELS = (1240, 1754)  # 150 dots per inch: readable in print
SMALLER_PIXELS = (905, 1280)
PHOTO_PIXELS = (560, 718)  # 32 x 41 mm at 450 dots per inch
IMAGE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")


class Refused(ValueError):
	"""`reason` is one of: empty, too_large, encrypted, broken_pdf, no_pages, too_many_pages, no_image, too_many_pixels,
	unknown_kind, folder_too_large."""

	def __init__(self, reason: str, title: str = "") -> None:
		super().__init__(reason)
		self.reason = reason
		self.title = title


@dataclass(frozen=True)
class Attachment:
	title: str
	content: bytes


def photo_of(content: bytes) -> Photo:
	"""A picture for a CV: upright, cut to 32 x 41 mm, without what the camera noted about place and time.

	Raises:
		Refused: no image, too many pixels, too large.
	"""
	picture = ImageOps.fit(
		_opened(content), PHOTO_PIXELS, method=Image.Resampling.LANCZOS, centering=(0.5, 0.35)
	)
	return Photo(_jpeg(picture, 88))


def joined(attachments: Sequence[Attachment], *, limit: int = LARGEST_FOLDER) -> bytes:
	"""One PDF of everything, in this order, with a bookmark for each.

	Pictures are set down on A4. Is it too large, pictures are made smaller; what is a PDF already is packed more
	tightly and otherwise left as it is.

	Raises:
		Refused: something is none of our kinds, or the whole stays larger than `limit` bytes.
	"""
	for pixels, quality in ((A4_PIXELS, 80), (SMALLER_PIXELS, 65)):
		whole = _join(attachments, pixels, quality)
		if len(whole) <= limit:
			return whole
	largest = max(attachments, key=lambda one: len(one.content))
	raise Refused("folder_too_large", largest.title)


def check_picture(attachment: Attachment) -> None:
	"""Whether a picture can be opened and is not too large: asked of its first bytes, nothing is unpacked.

	Raises:
		Refused: no image, or too many pixels.
	"""
	try:
		_size_checked(attachment.content)
	except Refused as refused:
		raise Refused(refused.reason, attachment.title) from refused


def check(attachment: Attachment) -> None:
	"""Whether this can become part of a PDF at all: asked when a paper is chosen, not only at the end."""
	_as_pdf(attachment, SMALLER_PIXELS, 60)


def _join(attachments: Sequence[Attachment], pixels: tuple[int, int], quality: int) -> bytes:
	writer = PdfWriter()
	for attachment in attachments:
		reader = _as_pdf(attachment, pixels, quality)
		first = len(writer.pages)
		try:
			for page in reader.pages:
				writer.add_page(page)
			for page in writer.pages[first:]:
				if "/Annots" in page:
					del page["/Annots"]  # links, forms and scripts of foreign files stay outside
				page.compress_content_streams()
		except Exception as error:  # a damaged PDF breaks pypdf in many ways
			raise Refused("broken_pdf", attachment.title) from error
		if len(writer.pages) > MOST_PAGES:
			raise Refused("too_many_pages", attachment.title)
		writer.add_outline_item(attachment.title, first)
	out = io.BytesIO()
	writer.write(out)
	return out.getvalue()


def _as_pdf(attachment: Attachment, pixels: tuple[int, int], quality: int) -> PdfReader:
	content = attachment.content
	if not content:
		raise Refused("empty", attachment.title)
	if len(content) > LARGEST_FILE:
		raise Refused("too_large", attachment.title)
	try:
		if b"%PDF-" in content[:1024]:
			return _opened_pdf(content)
		return PdfReader(io.BytesIO(_image_page(content, pixels, quality)))
	except Refused as refused:
		raise Refused(refused.reason, attachment.title) from refused


def _opened_pdf(content: bytes) -> PdfReader:
	try:
		reader = PdfReader(io.BytesIO(content))
		locked = reader.is_encrypted and not reader.decrypt("")  # some are locked against changes only
		pages = 0 if locked else len(reader.pages)
	except Exception as error:
		raise Refused("broken_pdf") from error
	if locked:
		raise Refused("encrypted")
	if not pages:
		raise Refused("no_pages")
	if pages > MOST_PAGES:
		raise Refused("too_many_pages")
	return reader


def _image_page(content: bytes, pixels: tuple[int, int], quality: int) -> bytes:
	"""An A4 page with the picture on it, as large as a margin of a centimetre allows."""
	picture = _opened(content)
	if picture.width > picture.height:
		pixels = (pixels[1], pixels[0])
	picture.thumbnail((pixels[0] * 19 // 21, pixels[1] * 277 // 297), Image.Resampling.LANCZOS)
	sheet = Image.new("RGB", pixels, "white")
	sheet.paste(picture, ((pixels[0] - picture.width) // 2, (pixels[1] - picture.height) // 2))
	out = io.BytesIO()
	dots_per_inch = max(pixels) / 11.69
	sheet.save(out, "PDF", resolution=dots_per_inch, quality=quality)
	return out.getvalue()


def _size_checked(content: bytes) -> Image.Image:
	"""The picture, not yet unpacked."""
	try:
		with warnings.catch_warnings():
			warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
			picture = Image.open(io.BytesIO(content), formats=IMAGE_FORMATS)
	except Image.DecompressionBombError as error:
		raise Refused("too_many_pixels") from error
	except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
		raise Refused("no_image") from error
	if picture.width * picture.height > MOST_PIXELS:
		raise Refused("too_many_pixels")
	return picture


def _opened(content: bytes) -> Image.Image:
	"""The picture, upright, in red, green and blue. Its size is asked before a single pixel is unpacked."""
	if len(content) > LARGEST_FILE:
		raise Refused("too_large")
	picture = _size_checked(content)
	try:
		picture.draft("RGB", A4_PIXELS)
		picture.load()
	except (OSError, ValueError, SyntaxError, EOFError) as error:
		raise Refused("no_image") from error
	upright = ImageOps.exif_transpose(picture)
	if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
		upright = upright.convert("RGBA")
		white = Image.new("RGBA", upright.size, "white")
		return Image.alpha_composite(white, upright).convert("RGB")
	return upright.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
	out = io.BytesIO()
	picture.save(out, "JPEG", quality=quality, optimize=True)
	return out.getvalue()


def pages_of(pdf: bytes) -> int:
	return len(PdfReader(io.BytesIO(pdf)).pages)
