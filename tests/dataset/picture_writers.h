#pragma once

#include <cstddef>
#include <cstdio>

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#include <QByteArray>
#include <QMetaType>
#include <QVector>
#include <algorithm>
#include <cstdlib>
#include <string>

#include "dataset/image/image.h"

// Writers of the kinds of pictures that the program reads but never writes. Most repeat one pixel
// or row. Errors of the libraries end the test program.
namespace selvedge::test {

struct JpegKind {
    J_COLOR_SPACE given = JCS_RGB;
    J_COLOR_SPACE stored = JCS_YCbCr;
    bool adobeMarker = true;  // only CMYK and YCCK have it
    int scans = 1;            // more: progressive
};

inline std::string jpegOf(JpegKind kind, const QByteArray& pixel, int width, int height) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &bytes, &size);
    info.image_width = static_cast<JDIMENSION>(width);
    info.image_height = static_cast<JDIMENSION>(height);
    info.input_components = static_cast<int>(pixel.size());
    info.in_color_space = kind.given;
    jpeg_set_defaults(&info);
    jpeg_set_colorspace(&info, kind.stored);
    jpeg_set_quality(&info, 100, TRUE);
    if (!kind.adobeMarker)
        info.write_Adobe_marker = FALSE;
    // All averages first, then scan by scan one bit of one coefficient of one component.
    QVector<jpeg_scan_info> scans;
    if (kind.scans > 1) {
        jpeg_scan_info first{};
        first.comps_in_scan = info.num_components;
        for (int c = 0; c < info.num_components; ++c)
            first.component_index[c] = c;
        scans.append(first);
        for (int k = 1; k < 64 && scans.size() < kind.scans; ++k) {
            for (int c = 0; c < info.num_components && scans.size() < kind.scans; ++c) {
                for (int bit = 10; bit >= 0 && scans.size() < kind.scans; --bit) {
                    jpeg_scan_info scan{};
                    scan.comps_in_scan = 1;
                    scan.component_index[0] = c;
                    scan.Ss = scan.Se = k;
                    scan.Ah = bit == 10 ? 0 : bit + 1;
                    scan.Al = bit;
                    scans.append(scan);
                }
            }
        }
        info.scan_info = scans.constData();
        info.num_scans = static_cast<int>(scans.size());
    }
    jpeg_start_compress(&info, TRUE);
    QByteArray row = pixel.repeated(width);
    while (info.next_scanline < info.image_height) {
        auto* line = reinterpret_cast<JSAMPLE*>(row.data());
        jpeg_write_scanlines(&info, &line, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::string result(reinterpret_cast<const char*>(bytes), size);
    std::free(bytes);
    return result;
}

struct PngKind {
    int colourType = PNG_COLOR_TYPE_RGB;
    int bits = 8;
    int interlace = PNG_INTERLACE_NONE;
    bool paletteAlpha = false;  // half for the palette's first, none for its second
};

// The palette is {102030, c86432}; rowAt(y) gives a row's bytes.
template <typename RowAt>
std::string pngOfRows(PngKind kind, const RowAt& rowAt, int width, int height) {
    std::string result;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &result,
        [](png_structp writer, png_bytep bytes, png_size_t size) {
            static_cast<std::string*>(png_get_io_ptr(writer))
                ->append(reinterpret_cast<const char*>(bytes), size);
        },
        nullptr);
    png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height),
                 kind.bits, kind.colourType, kind.interlace, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    const png_color palette[] = {{0x10, 0x20, 0x30}, {0xc8, 0x64, 0x32}};
    if (kind.colourType == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 2);
    const png_byte alphas[] = {0x80, 0x00};
    if (kind.paletteAlpha)
        png_set_tRNS(png, info, alphas, 2, nullptr);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; --pass) {
        for (int y = 0; y < height; ++y)
            png_write_row(png, rowAt(y));
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return result;
}

inline std::string pngOf(PngKind kind, const QByteArray& row, int width, int height) {
    const auto rowAt = [&](int) { return reinterpret_cast<png_const_bytep>(row.constData()); };
    return pngOfRows(kind, rowAt, width, height);
}

inline std::string pngOf(const Image& image, int interlace) {
    const auto rowAt = [&](int y) { return image.rgb.data() + std::size_t{3} * y * image.width; };
    return pngOfRows({PNG_COLOR_TYPE_RGB, 8, interlace}, rowAt, image.width, image.height);
}

// In levels, over all channels of pictures of one size.
inline int largestDifference(const Image& a, const Image& b) {
    int largest = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i)
        largest = std::max(largest, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
    return largest;
}

}  // namespace selvedge::test

Q_DECLARE_METATYPE(selvedge::test::JpegKind)
Q_DECLARE_METATYPE(selvedge::test::PngKind)
