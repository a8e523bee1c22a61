// PNG through libpng, expanded to 8-bit RGB.
#include <png.h>

#include <csetjmp>
#include <cstdio>

#include "dataset/image/codecs.h"
#include "dataset/image/row_reducer.h"

namespace selvedge::codecs {

namespace {

// Bounds for what stands beside the pixels.
constexpr png_uint_32 kMaxChunks = 1000;
constexpr png_alloc_size_t kMaxChunkBytes = 8 << 20;
// Profiles and texts, which nothing here reads, are passed over: never inflated, never kept.
constexpr png_byte kUnread[] = "iCCP\0tEXt\0zTXt\0iTXt\0sPLT\0eXIf";
constexpr int kUnreadKinds = 6;
// Deflate's best: 258 bytes for two bits.
constexpr std::uint64_t kBestRatio = 1032;

// libpng's state with its error handler; see codecs.h for the jump.
class Decoder {
public:
    explicit Decoder(std::FILE* file) : m_file(file) {
        m_png = png_create_read_struct(
            PNG_LIBPNG_VER_STRING, this,
            [](png_structp png, png_const_charp text) {
                std::snprintf(static_cast<Decoder*>(png_get_error_ptr(png))->m_text, sizeof m_text,
                              "%s", text);
                png_longjmp(png, 1);
            },
            [](png_structp, png_const_charp) {});
        if (m_png)
            m_info = png_create_info_struct(m_png);
    }
    ~Decoder() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    // Each step returns false when it failed, with the reason in text().
    bool readHeader();
    bool start();
    bool readLines(Image& image);
    // Of a picture that is not interlaced; `line` holds one row.
    bool reduceLines(RowReducer& reducer, std::uint8_t* line);

    bool interlaced() const { return png_get_interlace_type(m_png, m_info) != PNG_INTERLACE_NONE; }
    // Of the pixels as the file keeps them, before they are packed.
    std::uint64_t storedBytes() const {
        return std::uint64_t{m_storedRowBytes} * png_get_image_height(m_png, m_info);
    }
    png_uint_32 width() const { return png_get_image_width(m_png, m_info); }
    png_uint_32 height() const { return png_get_image_height(m_png, m_info); }
    const char* text() const { return m_text; }

private:
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    std::FILE* m_file;
    int m_passes = 1;
    std::size_t m_storedRowBytes = 0;
    char m_text[160] = "libpng could not be started";
};

bool Decoder::readHeader() {
    if (!m_info || setjmp(png_jmpbuf(m_png)))
        return false;
    png_set_user_limits(m_png, 0x7fffffff, 0x7fffffff);
    png_set_chunk_cache_max(m_png, kMaxChunks);
    png_set_chunk_malloc_max(m_png, kMaxChunkBytes);
    png_set_keep_unknown_chunks(m_png, PNG_HANDLE_CHUNK_NEVER, kUnread, kUnreadKinds);
    png_init_io(m_png, m_file);
    png_read_info(m_png, m_info);
    m_storedRowBytes = png_get_rowbytes(m_png, m_info);
    return true;
}

bool Decoder::start() {
    if (setjmp(png_jmpbuf(m_png)))
        return false;
    png_set_expand(m_png);  // palette, fewer than 8 bits
    png_set_scale_16(m_png);
    png_set_strip_alpha(m_png);
    png_set_gray_to_rgb(m_png);
    m_passes = png_set_interlace_handling(m_png);
    png_read_update_info(m_png, m_info);
    if (png_get_rowbytes(m_png, m_info) != std::size_t{3} * width())
        png_error(m_png, "it cannot be brought to 8-bit RGB");
    return true;
}

bool Decoder::readLines(Image& image) {
    if (setjmp(png_jmpbuf(m_png)))
        return false;
    for (int pass = 0; pass < m_passes; ++pass) {
        for (int y = 0; y < image.height; ++y)
            png_read_row(m_png, image.rgb.data() + std::size_t{3} * y * image.width, nullptr);
    }
    return true;
}

bool Decoder::reduceLines(RowReducer& reducer, std::uint8_t* line) {
    if (setjmp(png_jmpbuf(m_png)))
        return false;
    for (png_uint_32 y = 0; y < height(); ++y) {
        png_read_row(m_png, line, nullptr);
        reducer.add(line);
    }
    return true;
}

}  // namespace

ImageSize readPngSize(Source& source) {
    Decoder decoder(source.file.get());
    if (!decoder.readHeader())
        failBadFormat(source, "PNG", decoder.text());
    return {static_cast<int>(decoder.width()), static_cast<int>(decoder.height())};
}

Image readPng(Source& source, std::optional<int> shortestSide) {
    Decoder decoder(source.file.get());
    if (!decoder.readHeader())
        failBadFormat(source, "PNG", decoder.text());
    checkSize(source, decoder.width(), decoder.height());
    checkHolds(source, "PNG", decoder.storedBytes() / kBestRatio);
    if (!decoder.start())
        failBadFormat(source, "PNG", decoder.text());
    const ImageSize full{static_cast<int>(decoder.width()), static_cast<int>(decoder.height())};
    const int factor = reductionFor(full, shortestSide.value_or(0));
    if (factor > 1 && !decoder.interlaced()) {
        RowReducer reducer(full, factor);
        std::vector<std::uint8_t> line(std::size_t{3} * decoder.width());
        if (!decoder.reduceLines(reducer, line.data()))
            failBadFormat(source, "PNG", decoder.text());
        return reducer.take();
    }
    Image image{full.width, full.height, {}};
    image.rgb.resize(std::size_t{3} * decoder.width() * decoder.height());
    if (!decoder.readLines(image))
        failBadFormat(source, "PNG", decoder.text());
    if (factor == 1)
        return image;
    // The rows of an interlaced picture are whole only at its end.
    RowReducer reducer(full, factor);
    for (int y = 0; y < full.height; ++y)
        reducer.add(image.rgb.data() + std::size_t{3} * y * full.width);
    return reducer.take();
}

}  // namespace selvedge::codecs
