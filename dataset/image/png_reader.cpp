// PNG through libpng, expanded to 8-bit RGB.
#include <png.h>

#include <csetjmp>
#include <cstdio>

#include "dataset/image/codecs.h"

namespace selvedge::codecs {

namespace {

// Bounds for what stands beside the pixels (profiles, texts), which nothing here reads.
constexpr png_uint_32 kMaxChunks = 1000;
constexpr png_alloc_size_t kMaxChunkBytes = 8 << 20;

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

    png_uint_32 width() const { return png_get_image_width(m_png, m_info); }
    png_uint_32 height() const { return png_get_image_height(m_png, m_info); }
    const char* text() const { return m_text; }

private:
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    std::FILE* m_file;
    int m_passes = 1;
    char m_text[160] = "libpng could not be started";
};

bool Decoder::readHeader() {
    if (!m_info || setjmp(png_jmpbuf(m_png)))
        return false;
    png_set_user_limits(m_png, 0x7fffffff, 0x7fffffff);
    png_set_chunk_cache_max(m_png, kMaxChunks);
    png_set_chunk_malloc_max(m_png, kMaxChunkBytes);
    png_init_io(m_png, m_file);
    png_read_info(m_png, m_info);
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

}  // namespace

ImageSize readPngSize(Source& source) {
    Decoder decoder(source.file.get());
    if (!decoder.readHeader())
        failBadFormat(source, "PNG", decoder.text());
    return {static_cast<int>(decoder.width()), static_cast<int>(decoder.height())};
}

Image readPng(Source& source) {
    Decoder decoder(source.file.get());
    if (!decoder.readHeader())
        failBadFormat(source, "PNG", decoder.text());
    checkSize(source, decoder.width(), decoder.height());
    if (!decoder.start())
        failBadFormat(source, "PNG", decoder.text());
    Image image;
    image.width = static_cast<int>(decoder.width());
    image.height = static_cast<int>(decoder.height());
    image.rgb.resize(std::size_t{3} * decoder.width() * decoder.height());
    if (!decoder.readLines(image))
        failBadFormat(source, "PNG", decoder.text());
    return image;
}

}  // namespace selvedge::codecs
